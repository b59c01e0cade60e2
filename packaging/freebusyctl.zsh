#compdef freebusyctl
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
# Made by freebusyctl completion zsh.
_freebusyctl() {
  local command=$words[2]
  if ((CURRENT == 2)); then
    compadd -- query tenant partner availability-config address-space organization-relationship mailbox mail-contact mail-user guest group cloud directory-source apply export import backup history explain test explain-credential reason status openapi api-token completion
    return
  fi
  case $words[2] in
    tenant)
      if ((CURRENT == 3)); then compadd -- list show add set remove; return; fi
      command="$words[2] $words[3]"
      words=("$command" "${words[@]:3}")
      ((CURRENT -= 2))
      ;;
    partner)
      if ((CURRENT == 3)); then compadd -- list show add set remove; return; fi
      command="$words[2] $words[3]"
      words=("$command" "${words[@]:3}")
      ((CURRENT -= 2))
      ;;
    availability-config)
      if ((CURRENT == 3)); then compadd -- list show add set remove; return; fi
      command="$words[2] $words[3]"
      words=("$command" "${words[@]:3}")
      ((CURRENT -= 2))
      ;;
    address-space)
      if ((CURRENT == 3)); then compadd -- list show add remove; return; fi
      command="$words[2] $words[3]"
      words=("$command" "${words[@]:3}")
      ((CURRENT -= 2))
      ;;
    organization-relationship)
      if ((CURRENT == 3)); then compadd -- list show add set remove; return; fi
      command="$words[2] $words[3]"
      words=("$command" "${words[@]:3}")
      ((CURRENT -= 2))
      ;;
    mailbox)
      if ((CURRENT == 3)); then compadd -- list show add set remove; return; fi
      command="$words[2] $words[3]"
      words=("$command" "${words[@]:3}")
      ((CURRENT -= 2))
      ;;
    mail-contact)
      if ((CURRENT == 3)); then compadd -- list show add set remove; return; fi
      command="$words[2] $words[3]"
      words=("$command" "${words[@]:3}")
      ((CURRENT -= 2))
      ;;
    mail-user)
      if ((CURRENT == 3)); then compadd -- list show add set remove; return; fi
      command="$words[2] $words[3]"
      words=("$command" "${words[@]:3}")
      ((CURRENT -= 2))
      ;;
    guest)
      if ((CURRENT == 3)); then compadd -- list show add set remove; return; fi
      command="$words[2] $words[3]"
      words=("$command" "${words[@]:3}")
      ((CURRENT -= 2))
      ;;
    group)
      if ((CURRENT == 3)); then compadd -- list show add set remove; return; fi
      command="$words[2] $words[3]"
      words=("$command" "${words[@]:3}")
      ((CURRENT -= 2))
      ;;
    cloud)
      if ((CURRENT == 3)); then compadd -- list show; return; fi
      command="$words[2] $words[3]"
      words=("$command" "${words[@]:3}")
      ((CURRENT -= 2))
      ;;
    directory-source)
      if ((CURRENT == 3)); then compadd -- list run; return; fi
      command="$words[2] $words[3]"
      words=("$command" "${words[@]:3}")
      ((CURRENT -= 2))
      ;;
    import)
      if ((CURRENT == 3)); then compadd -- exchange; return; fi
      command="$words[2] $words[3]"
      words=("$command" "${words[@]:3}")
      ((CURRENT -= 2))
      ;;
    api-token)
      if ((CURRENT == 3)); then compadd -- new; return; fi
      command="$words[2] $words[3]"
      words=("$command" "${words[@]:3}")
      ((CURRENT -= 2))
      ;;
    *)
      words=("$command" "${words[@]:2}")
      ((CURRENT -= 1))
      ;;
  esac
  case $command in
    'query')
      _arguments -S \
        '--gateway[The gateway, https\://host\[\:port\]]:URL: ' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--user[The account to ask as]:TEXT: ' \
        '--password-file[File with the password of --user; - reads it from standard input]:file:_files' \
        '--token-file[File with a bearer token; - reads it from standard input]:file:_files' \
        '*--person[The address of a person; may be repeated]:TEXT: ' \
        '--start[2031-05-06T08\:00, in --zone, or with an offset of its own]:TEXT: ' \
        '--end[The same, after --start]:TEXT: ' \
        '--zone[IANA or Windows name of a time zone]:TEXT: ' \
        '--interval[Minutes of one slot]:NUMBER: ' \
        '--detail[How much is asked for]:CHOICE:(AvailabilityOnly LimitedDetails)' \
        '--timeout[Seconds to wait for the answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv ics)'
      ;;
    'tenant list')
      _arguments -S \
        '--limit[The first ones, instead of all]:NUMBER: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'tenant show')
      _arguments -S \
        ':TENANT: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'tenant add')
      _arguments -S \
        '--name[What people call it]:TEXT: ' \
        '--authority[Whose sign-in service knows the tenant]:CHOICE:(public us cn fr de)' \
        '--tenant-id[The GUID of the tenant]:TEXT: ' \
        '--cloud[The Microsoft 365 cloud in which it lives]:CHOICE:(commercial gcc gcc-high dod 21vianet bleu delos)' \
        '*--accepted-domains[Its mail domains]:LIST: ' \
        '--require-contact[Whether users may ask only about addresses that the directory has]:BOOLEAN:(true false)' \
        '--resolve-hidden-contacts[Whether a contact that is hidden from address lists is found]:BOOLEAN:(true false)' \
        '--resolve-hidden-guests[Whether a guest that is hidden from address lists is found]:BOOLEAN:(true false)' \
        '--default-source[The calendar source of own addresses that are not listed]:TEXT: ' \
        '*--set[Any key of the federation file; a dot leads into a table, and a value that begins with \[ or { is JSON]:KEY=VALUE: ' \
        '--replace[Put it in the place of the one that is there, if there is one]' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'tenant set')
      _arguments -S \
        ':TENANT: ' \
        '--name[What people call it]:TEXT: ' \
        '--cloud[The Microsoft 365 cloud in which it lives]:CHOICE:(commercial gcc gcc-high dod 21vianet bleu delos)' \
        '*--accepted-domains[Its mail domains]:LIST: ' \
        '--require-contact[Whether users may ask only about addresses that the directory has]:BOOLEAN:(true false)' \
        '--resolve-hidden-contacts[Whether a contact that is hidden from address lists is found]:BOOLEAN:(true false)' \
        '--resolve-hidden-guests[Whether a guest that is hidden from address lists is found]:BOOLEAN:(true false)' \
        '--default-source[The calendar source of own addresses that are not listed]:TEXT: ' \
        '*--set[Any key of the federation file; a dot leads into a table, and a value that begins with \[ or { is JSON]:KEY=VALUE: ' \
        '--if-revision[Only if nobody has changed it since this revision]:NUMBER: ' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'tenant remove')
      _arguments -S \
        ':TENANT: ' \
        '--if-revision[Only if nobody has changed it since this revision]:NUMBER: ' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'partner list')
      _arguments -S \
        '--limit[The first ones, instead of all]:NUMBER: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'partner show')
      _arguments -S \
        ':TENANT: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'partner add')
      _arguments -S \
        '--name[What people call it]:TEXT: ' \
        '--authority[Whose sign-in service knows the tenant]:CHOICE:(public us cn fr de)' \
        '--tenant-id[The GUID of the tenant]:TEXT: ' \
        '--cloud[The Microsoft 365 cloud in which it lives]:CHOICE:(commercial gcc gcc-high dod 21vianet bleu delos)' \
        '*--domains[Where its users have their addresses]:LIST: ' \
        '*--token-issuers[Whose delegation tokens count for its users]:LIST: ' \
        '*--autodiscover-hosts[Hosts that Autodiscover may lead to]:LIST: ' \
        '--token-audience[The audience of its organisation’s token]:TEXT: ' \
        '*--token-client-ids[The applications that its token may come from]:LIST: ' \
        '--token-role[The role that its token must have]:TEXT: ' \
        '*--set[Any key of the federation file; a dot leads into a table, and a value that begins with \[ or { is JSON]:KEY=VALUE: ' \
        '--replace[Put it in the place of the one that is there, if there is one]' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'partner set')
      _arguments -S \
        ':TENANT: ' \
        '--name[What people call it]:TEXT: ' \
        '--cloud[The Microsoft 365 cloud in which it lives]:CHOICE:(commercial gcc gcc-high dod 21vianet bleu delos)' \
        '*--domains[Where its users have their addresses]:LIST: ' \
        '*--token-issuers[Whose delegation tokens count for its users]:LIST: ' \
        '*--autodiscover-hosts[Hosts that Autodiscover may lead to]:LIST: ' \
        '--token-audience[The audience of its organisation’s token]:TEXT: ' \
        '*--token-client-ids[The applications that its token may come from]:LIST: ' \
        '--token-role[The role that its token must have]:TEXT: ' \
        '*--set[Any key of the federation file; a dot leads into a table, and a value that begins with \[ or { is JSON]:KEY=VALUE: ' \
        '--if-revision[Only if nobody has changed it since this revision]:NUMBER: ' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'partner remove')
      _arguments -S \
        ':TENANT: ' \
        '--if-revision[Only if nobody has changed it since this revision]:NUMBER: ' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'availability-config list')
      _arguments -S \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--limit[The first ones, instead of all]:NUMBER: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'availability-config show')
      _arguments -S \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'availability-config add')
      _arguments -S \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '*--allowed-tenant-ids[The organisations that may ask, as authority/GUID or as GUID; at most 25]:LIST: ' \
        '*--set[Any key of the federation file; a dot leads into a table, and a value that begins with \[ or { is JSON]:KEY=VALUE: ' \
        '--replace[Put it in the place of the one that is there, if there is one]' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'availability-config set')
      _arguments -S \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '*--allowed-tenant-ids[The organisations that may ask, as authority/GUID or as GUID; at most 25]:LIST: ' \
        '*--set[Any key of the federation file; a dot leads into a table, and a value that begins with \[ or { is JSON]:KEY=VALUE: ' \
        '--if-revision[Only if nobody has changed it since this revision]:NUMBER: ' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'availability-config remove')
      _arguments -S \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--if-revision[Only if nobody has changed it since this revision]:NUMBER: ' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'address-space list')
      _arguments -S \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--limit[The first ones, instead of all]:NUMBER: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'address-space show')
      _arguments -S \
        ':IDENTITY: ' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'address-space add')
      _arguments -S \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--forest-name[The mail domain of the others, matched whole]:TEXT: ' \
        '--access-method[OrgWideFBToken; the gateway says of the other methods why it refuses them]:CHOICE:(OrgWideFBToken OrgWideFB PerUserFB InternalProxy PublicFolder)' \
        '--target-tenant-id[The other side, as authority/GUID or as GUID]:TEXT: ' \
        '--target-service-epr[The EWS URL of the partner’s gateway]:TEXT: ' \
        '--target-autodiscover-epr[The URL where Autodiscover begins to look]:TEXT: ' \
        '--token-scope[What the organisation’s token is asked for]:TEXT: ' \
        '--token-form[How that token is presented]:CHOICE:(pft bearer)' \
        '*--set[Any key of the federation file; a dot leads into a table, and a value that begins with \[ or { is JSON]:KEY=VALUE: ' \
        '--replace[Put it in the place of the one that is there, if there is one]' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'address-space remove')
      _arguments -S \
        ':IDENTITY: ' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--if-revision[Only if nobody has changed it since this revision]:NUMBER: ' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'organization-relationship list')
      _arguments -S \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--limit[The first ones, instead of all]:NUMBER: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'organization-relationship show')
      _arguments -S \
        ':IDENTITY: ' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'organization-relationship add')
      _arguments -S \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--name[Its name, at most 64 characters]:TEXT: ' \
        '--target-tenant-id[The other side, as authority/GUID or as GUID]:TEXT: ' \
        '*--domain-names[The mail domains of the others, matched whole]:LIST: ' \
        '--enabled[Whether it counts at all]:BOOLEAN:(true false)' \
        '--free-busy-access-enabled[Whether free/busy is shared]:BOOLEAN:(true false)' \
        '--free-busy-access-level[How much the others may see]:CHOICE:(None AvailabilityOnly LimitedDetails)' \
        '--free-busy-access-scope[The address of a group\: only its members can be seen]:TEXT: ' \
        '--target-application-uri[What a delegation token is asked for]:TEXT: ' \
        '--target-autodiscover-epr[The URL where Autodiscover begins to look]:TEXT: ' \
        '--target-sharing-epr[The EWS URL; where it is set, it is always used]:TEXT: ' \
        '*--token-issuers[Whose delegation tokens count]:LIST: ' \
        '--cache-scope[For whom a remembered answer may be used again]:CHOICE:(user organization)' \
        '--target-owa-url[Kept, without effect on free/busy]:TEXT: ' \
        '--organization-contact[Kept, without effect on free/busy]:TEXT: ' \
        '--mail-tips-access-enabled[Kept, without effect on free/busy]:BOOLEAN:(true false)' \
        '--mail-tips-access-level[Kept, without effect on free/busy]:CHOICE:(None Limited All)' \
        '--mail-tips-access-scope[Kept, without effect on free/busy]:TEXT: ' \
        '--delivery-report-enabled[Kept, without effect on free/busy]:BOOLEAN:(true false)' \
        '--archive-access-enabled[Kept, without effect on free/busy]:BOOLEAN:(true false)' \
        '--photos-enabled[Kept, without effect on free/busy]:BOOLEAN:(true false)' \
        '--mailbox-move-enabled[Kept, without effect on free/busy]:BOOLEAN:(true false)' \
        '--mailbox-move-capability[Kept, without effect on free/busy]:TEXT: ' \
        '*--mailbox-move-published-scopes[Kept, without effect on free/busy]:LIST: ' \
        '--oauth-application-id[Kept, without effect on free/busy]:TEXT: ' \
        '*--set[Any key of the federation file; a dot leads into a table, and a value that begins with \[ or { is JSON]:KEY=VALUE: ' \
        '--replace[Put it in the place of the one that is there, if there is one]' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'organization-relationship set')
      _arguments -S \
        ':IDENTITY: ' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--target-tenant-id[The other side, as authority/GUID or as GUID]:TEXT: ' \
        '*--domain-names[The mail domains of the others, matched whole]:LIST: ' \
        '--enabled[Whether it counts at all]:BOOLEAN:(true false)' \
        '--free-busy-access-enabled[Whether free/busy is shared]:BOOLEAN:(true false)' \
        '--free-busy-access-level[How much the others may see]:CHOICE:(None AvailabilityOnly LimitedDetails)' \
        '--free-busy-access-scope[The address of a group\: only its members can be seen]:TEXT: ' \
        '--target-application-uri[What a delegation token is asked for]:TEXT: ' \
        '--target-autodiscover-epr[The URL where Autodiscover begins to look]:TEXT: ' \
        '--target-sharing-epr[The EWS URL; where it is set, it is always used]:TEXT: ' \
        '*--token-issuers[Whose delegation tokens count]:LIST: ' \
        '--cache-scope[For whom a remembered answer may be used again]:CHOICE:(user organization)' \
        '--target-owa-url[Kept, without effect on free/busy]:TEXT: ' \
        '--organization-contact[Kept, without effect on free/busy]:TEXT: ' \
        '--mail-tips-access-enabled[Kept, without effect on free/busy]:BOOLEAN:(true false)' \
        '--mail-tips-access-level[Kept, without effect on free/busy]:CHOICE:(None Limited All)' \
        '--mail-tips-access-scope[Kept, without effect on free/busy]:TEXT: ' \
        '--delivery-report-enabled[Kept, without effect on free/busy]:BOOLEAN:(true false)' \
        '--archive-access-enabled[Kept, without effect on free/busy]:BOOLEAN:(true false)' \
        '--photos-enabled[Kept, without effect on free/busy]:BOOLEAN:(true false)' \
        '--mailbox-move-enabled[Kept, without effect on free/busy]:BOOLEAN:(true false)' \
        '--mailbox-move-capability[Kept, without effect on free/busy]:TEXT: ' \
        '*--mailbox-move-published-scopes[Kept, without effect on free/busy]:LIST: ' \
        '--oauth-application-id[Kept, without effect on free/busy]:TEXT: ' \
        '*--set[Any key of the federation file; a dot leads into a table, and a value that begins with \[ or { is JSON]:KEY=VALUE: ' \
        '--if-revision[Only if nobody has changed it since this revision]:NUMBER: ' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'organization-relationship remove')
      _arguments -S \
        ':IDENTITY: ' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--if-revision[Only if nobody has changed it since this revision]:NUMBER: ' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'mailbox list')
      _arguments -S \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--limit[The first ones, instead of all]:NUMBER: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'mailbox show')
      _arguments -S \
        ':IDENTITY: ' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'mailbox add')
      _arguments -S \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--primary-smtp-address[Its address, in an accepted domain]:TEXT: ' \
        '*--email-addresses[Its other addresses]:LIST: ' \
        '--source[The calendar source that holds it]:TEXT: ' \
        '*--set[Any key of the federation file; a dot leads into a table, and a value that begins with \[ or { is JSON]:KEY=VALUE: ' \
        '--replace[Put it in the place of the one that is there, if there is one]' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'mailbox set')
      _arguments -S \
        ':IDENTITY: ' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '*--email-addresses[Its other addresses]:LIST: ' \
        '--source[The calendar source that holds it]:TEXT: ' \
        '*--set[Any key of the federation file; a dot leads into a table, and a value that begins with \[ or { is JSON]:KEY=VALUE: ' \
        '--if-revision[Only if nobody has changed it since this revision]:NUMBER: ' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'mailbox remove')
      _arguments -S \
        ':IDENTITY: ' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--if-revision[Only if nobody has changed it since this revision]:NUMBER: ' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'mail-contact list')
      _arguments -S \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--limit[The first ones, instead of all]:NUMBER: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'mail-contact show')
      _arguments -S \
        ':IDENTITY: ' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'mail-contact add')
      _arguments -S \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--name[What people call it]:TEXT: ' \
        '--external-email-address[The address elsewhere, outside the accepted domains]:TEXT: ' \
        '*--email-addresses[Its other addresses]:LIST: ' \
        '--hidden-from-address-lists-enabled[Whether address lists hide it]:BOOLEAN:(true false)' \
        '*--set[Any key of the federation file; a dot leads into a table, and a value that begins with \[ or { is JSON]:KEY=VALUE: ' \
        '--replace[Put it in the place of the one that is there, if there is one]' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'mail-contact set')
      _arguments -S \
        ':IDENTITY: ' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--name[What people call it]:TEXT: ' \
        '*--email-addresses[Its other addresses]:LIST: ' \
        '--hidden-from-address-lists-enabled[Whether address lists hide it]:BOOLEAN:(true false)' \
        '*--set[Any key of the federation file; a dot leads into a table, and a value that begins with \[ or { is JSON]:KEY=VALUE: ' \
        '--if-revision[Only if nobody has changed it since this revision]:NUMBER: ' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'mail-contact remove')
      _arguments -S \
        ':IDENTITY: ' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--if-revision[Only if nobody has changed it since this revision]:NUMBER: ' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'mail-user list')
      _arguments -S \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--limit[The first ones, instead of all]:NUMBER: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'mail-user show')
      _arguments -S \
        ':IDENTITY: ' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'mail-user add')
      _arguments -S \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--name[What people call it]:TEXT: ' \
        '--external-email-address[The address elsewhere, outside the accepted domains]:TEXT: ' \
        '*--email-addresses[Its other addresses]:LIST: ' \
        '--hidden-from-address-lists-enabled[Whether address lists hide it]:BOOLEAN:(true false)' \
        '*--set[Any key of the federation file; a dot leads into a table, and a value that begins with \[ or { is JSON]:KEY=VALUE: ' \
        '--replace[Put it in the place of the one that is there, if there is one]' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'mail-user set')
      _arguments -S \
        ':IDENTITY: ' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--name[What people call it]:TEXT: ' \
        '*--email-addresses[Its other addresses]:LIST: ' \
        '--hidden-from-address-lists-enabled[Whether address lists hide it]:BOOLEAN:(true false)' \
        '*--set[Any key of the federation file; a dot leads into a table, and a value that begins with \[ or { is JSON]:KEY=VALUE: ' \
        '--if-revision[Only if nobody has changed it since this revision]:NUMBER: ' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'mail-user remove')
      _arguments -S \
        ':IDENTITY: ' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--if-revision[Only if nobody has changed it since this revision]:NUMBER: ' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'guest list')
      _arguments -S \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--limit[The first ones, instead of all]:NUMBER: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'guest show')
      _arguments -S \
        ':IDENTITY: ' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'guest add')
      _arguments -S \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--name[What people call it]:TEXT: ' \
        '--external-email-address[The address elsewhere, outside the accepted domains]:TEXT: ' \
        '*--email-addresses[Its other addresses]:LIST: ' \
        '--hidden-from-address-lists-enabled[Whether address lists hide it]:BOOLEAN:(true false)' \
        '--invited-as[The address that was invited, where that is another one]:TEXT: ' \
        '*--set[Any key of the federation file; a dot leads into a table, and a value that begins with \[ or { is JSON]:KEY=VALUE: ' \
        '--replace[Put it in the place of the one that is there, if there is one]' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'guest set')
      _arguments -S \
        ':IDENTITY: ' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--name[What people call it]:TEXT: ' \
        '*--email-addresses[Its other addresses]:LIST: ' \
        '--hidden-from-address-lists-enabled[Whether address lists hide it]:BOOLEAN:(true false)' \
        '--invited-as[The address that was invited, where that is another one]:TEXT: ' \
        '*--set[Any key of the federation file; a dot leads into a table, and a value that begins with \[ or { is JSON]:KEY=VALUE: ' \
        '--if-revision[Only if nobody has changed it since this revision]:NUMBER: ' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'guest remove')
      _arguments -S \
        ':IDENTITY: ' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--if-revision[Only if nobody has changed it since this revision]:NUMBER: ' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'group list')
      _arguments -S \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--limit[The first ones, instead of all]:NUMBER: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'group show')
      _arguments -S \
        ':IDENTITY: ' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'group add')
      _arguments -S \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--primary-smtp-address[Its address, in an accepted domain]:TEXT: ' \
        '*--email-addresses[Its other addresses]:LIST: ' \
        '*--members[Addresses of the directory, other groups included]:LIST: ' \
        '*--set[Any key of the federation file; a dot leads into a table, and a value that begins with \[ or { is JSON]:KEY=VALUE: ' \
        '--replace[Put it in the place of the one that is there, if there is one]' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'group set')
      _arguments -S \
        ':IDENTITY: ' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '*--email-addresses[Its other addresses]:LIST: ' \
        '*--members[Addresses of the directory, other groups included]:LIST: ' \
        '*--set[Any key of the federation file; a dot leads into a table, and a value that begins with \[ or { is JSON]:KEY=VALUE: ' \
        '--if-revision[Only if nobody has changed it since this revision]:NUMBER: ' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'group remove')
      _arguments -S \
        ':IDENTITY: ' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--if-revision[Only if nobody has changed it since this revision]:NUMBER: ' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'cloud list')
      _arguments -S \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'cloud show')
      _arguments -S \
        ':CLOUD:(commercial gcc gcc-high dod 21vianet bleu delos)' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'directory-source list')
      _arguments -S \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'directory-source run')
      _arguments -S \
        ':NAME: ' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--full[Read all of it, not only what has changed]' \
        '--confirm[Do it even if it removes more than the source allows]' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'apply')
      _arguments -S \
        '-f[The federation file; - reads standard input]:file:_files' \
        '--file[The federation file; - reads standard input]:file:_files' \
        '*--tenant[Only this home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--prune[Remove what the file does not have. Recipients that a directory source brought stay]' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'export')
      _arguments -S \
        '*--tenant[Only this home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--partners[With the partners]' \
        '--imported[With the recipients that directory sources brought]' \
        '--as[toml, or the commands of the partner’s side]:CHOICE:(toml powershell)' \
        '--partner[powershell\: whose commands; authority/GUID, GUID or name]:TEXT: ' \
        '--kind[powershell\: what the partner runs]:CHOICE:(exchange-online on-premises gateway)' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'import exchange')
      _arguments -S \
        '*:file:_files' \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--authority[Of tenant ids that stand alone]:CHOICE:(public us cn fr de)' \
        '--dry-run[Show what would change, and change nothing]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'backup')
      _arguments -S \
        ':NAME: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'history')
      _arguments -S \
        '--tenant[The home tenant\: authority/GUID, GUID or name]:TEXT: ' \
        '--kind[Only objects of this kind]:CHOICE:(tenant partner availability-config address-space organization-relationship mailbox mail-contact mail-user guest group)' \
        '--identity[Only this object]:TEXT: ' \
        '--before[Only what is older than this revision]:NUMBER: ' \
        '--limit[At most this many, but one revision whole]:NUMBER: ' \
        '--differences[Draw what was before and after]' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'explain')
      _arguments -S \
        '--from[Who asks\: an address]:TEXT: ' \
        '--to[Who is asked about\: an address]:TEXT: ' \
        '--path[As whom it is asked\: orgrel is the person, aas the organisation]:CHOICE:(orgrel aas)' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'test')
      _arguments -S \
        '--from[Who asks\: an address]:TEXT: ' \
        '--to[Who is asked about\: an address]:TEXT: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'explain-credential')
      _arguments -S \
        ':file:_files' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'reason')
      _arguments -S \
        ':CODE: ' \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'status')
      _arguments -S \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'openapi')
      _arguments -S \
        '--admin[The admin API\: https\://host\[\:port\], or the path of a unix socket]:WHERE: ' \
        '--admin-token-file[File with the API token of the account; - reads it from standard input]:file:_files' \
        '--admin-certificate[PEM file with the client certificate of the account]:file:_files' \
        '--admin-key[PEM file with the private key of --admin-certificate]:file:_files' \
        '--ca[PEM file of the authorities to trust, instead of the system’s]:file:_files' \
        '--timeout[Seconds to wait for one answer]:NUMBER: ' \
        '--output[The form of the answer]:CHOICE:(table json csv)'
      ;;
    'api-token new')
      _arguments -S
      ;;
    'completion')
      _arguments -S \
        ':SHELL:(bash zsh fish)'
      ;;
  esac
}
if [[ $funcstack[1] == _freebusyctl ]]; then _freebusyctl "$@"; else compdef _freebusyctl freebusyctl; fi
