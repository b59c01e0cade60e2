# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The freebusy-gateway authors
# Made by freebusyctl completion bash.
_freebusyctl() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
  local first=${COMP_WORDS[1]} command=${COMP_WORDS[1]} words= options= files= none=
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W "query tenant partner availability-config address-space organization-relationship mailbox mail-contact mail-user guest group cloud directory-source apply export import backup history explain test explain-credential reason status openapi api-token completion --help --version" -- "$current"))
    return
  fi
  case $first in
    tenant)
      if ((COMP_CWORD == 2)); then
        COMPREPLY=($(compgen -W "list show add set remove --help" -- "$current"))
        return
      fi
      command="$first ${COMP_WORDS[2]}"
      ;;
    partner)
      if ((COMP_CWORD == 2)); then
        COMPREPLY=($(compgen -W "list show add set remove --help" -- "$current"))
        return
      fi
      command="$first ${COMP_WORDS[2]}"
      ;;
    availability-config)
      if ((COMP_CWORD == 2)); then
        COMPREPLY=($(compgen -W "list show add set remove --help" -- "$current"))
        return
      fi
      command="$first ${COMP_WORDS[2]}"
      ;;
    address-space)
      if ((COMP_CWORD == 2)); then
        COMPREPLY=($(compgen -W "list show add remove --help" -- "$current"))
        return
      fi
      command="$first ${COMP_WORDS[2]}"
      ;;
    organization-relationship)
      if ((COMP_CWORD == 2)); then
        COMPREPLY=($(compgen -W "list show add set remove --help" -- "$current"))
        return
      fi
      command="$first ${COMP_WORDS[2]}"
      ;;
    mailbox)
      if ((COMP_CWORD == 2)); then
        COMPREPLY=($(compgen -W "list show add set remove --help" -- "$current"))
        return
      fi
      command="$first ${COMP_WORDS[2]}"
      ;;
    mail-contact)
      if ((COMP_CWORD == 2)); then
        COMPREPLY=($(compgen -W "list show add set remove --help" -- "$current"))
        return
      fi
      command="$first ${COMP_WORDS[2]}"
      ;;
    mail-user)
      if ((COMP_CWORD == 2)); then
        COMPREPLY=($(compgen -W "list show add set remove --help" -- "$current"))
        return
      fi
      command="$first ${COMP_WORDS[2]}"
      ;;
    guest)
      if ((COMP_CWORD == 2)); then
        COMPREPLY=($(compgen -W "list show add set remove --help" -- "$current"))
        return
      fi
      command="$first ${COMP_WORDS[2]}"
      ;;
    group)
      if ((COMP_CWORD == 2)); then
        COMPREPLY=($(compgen -W "list show add set remove --help" -- "$current"))
        return
      fi
      command="$first ${COMP_WORDS[2]}"
      ;;
    cloud)
      if ((COMP_CWORD == 2)); then
        COMPREPLY=($(compgen -W "list show --help" -- "$current"))
        return
      fi
      command="$first ${COMP_WORDS[2]}"
      ;;
    directory-source)
      if ((COMP_CWORD == 2)); then
        COMPREPLY=($(compgen -W "list run --help" -- "$current"))
        return
      fi
      command="$first ${COMP_WORDS[2]}"
      ;;
    import)
      if ((COMP_CWORD == 2)); then
        COMPREPLY=($(compgen -W "exchange --help" -- "$current"))
        return
      fi
      command="$first ${COMP_WORDS[2]}"
      ;;
    api-token)
      if ((COMP_CWORD == 2)); then
        COMPREPLY=($(compgen -W "new --help" -- "$current"))
        return
      fi
      command="$first ${COMP_WORDS[2]}"
      ;;
  esac
  case $command in
    "query")
      options="--gateway --ca --user --password-file --token-file --person --start --end --zone --interval --detail --timeout --output --help"
      case $previous in
        --gateway) none=1 ;;
        --ca) files=1 ;;
        --user) none=1 ;;
        --password-file) files=1 ;;
        --token-file) files=1 ;;
        --person) none=1 ;;
        --start) none=1 ;;
        --end) none=1 ;;
        --zone) none=1 ;;
        --interval) none=1 ;;
        --detail) words="AvailabilityOnly LimitedDetails" ;;
        --timeout) none=1 ;;
        --output) words="table json csv ics" ;;
      esac
      ;;
    "tenant list")
      options="--limit --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --limit) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "tenant show")
      options="--admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "tenant add")
      options="--name --authority --tenant-id --cloud --accepted-domains --require-contact --resolve-hidden-contacts --resolve-hidden-guests --default-source --set --replace --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --name) none=1 ;;
        --authority) words="public us cn fr de" ;;
        --tenant-id) none=1 ;;
        --cloud) words="commercial gcc gcc-high dod 21vianet bleu delos" ;;
        --accepted-domains) none=1 ;;
        --require-contact) words="true false" ;;
        --resolve-hidden-contacts) words="true false" ;;
        --resolve-hidden-guests) words="true false" ;;
        --default-source) none=1 ;;
        --set) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "tenant set")
      options="--name --cloud --accepted-domains --require-contact --resolve-hidden-contacts --resolve-hidden-guests --default-source --set --if-revision --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --name) none=1 ;;
        --cloud) words="commercial gcc gcc-high dod 21vianet bleu delos" ;;
        --accepted-domains) none=1 ;;
        --require-contact) words="true false" ;;
        --resolve-hidden-contacts) words="true false" ;;
        --resolve-hidden-guests) words="true false" ;;
        --default-source) none=1 ;;
        --set) none=1 ;;
        --if-revision) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "tenant remove")
      options="--if-revision --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --if-revision) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "partner list")
      options="--limit --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --limit) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "partner show")
      options="--admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "partner add")
      options="--name --authority --tenant-id --cloud --domains --token-issuers --autodiscover-hosts --token-audience --token-client-ids --token-role --set --replace --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --name) none=1 ;;
        --authority) words="public us cn fr de" ;;
        --tenant-id) none=1 ;;
        --cloud) words="commercial gcc gcc-high dod 21vianet bleu delos" ;;
        --domains) none=1 ;;
        --token-issuers) none=1 ;;
        --autodiscover-hosts) none=1 ;;
        --token-audience) none=1 ;;
        --token-client-ids) none=1 ;;
        --token-role) none=1 ;;
        --set) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "partner set")
      options="--name --cloud --domains --token-issuers --autodiscover-hosts --token-audience --token-client-ids --token-role --set --if-revision --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --name) none=1 ;;
        --cloud) words="commercial gcc gcc-high dod 21vianet bleu delos" ;;
        --domains) none=1 ;;
        --token-issuers) none=1 ;;
        --autodiscover-hosts) none=1 ;;
        --token-audience) none=1 ;;
        --token-client-ids) none=1 ;;
        --token-role) none=1 ;;
        --set) none=1 ;;
        --if-revision) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "partner remove")
      options="--if-revision --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --if-revision) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "availability-config list")
      options="--tenant --limit --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --limit) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "availability-config show")
      options="--tenant --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "availability-config add")
      options="--tenant --allowed-tenant-ids --set --replace --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --allowed-tenant-ids) none=1 ;;
        --set) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "availability-config set")
      options="--tenant --allowed-tenant-ids --set --if-revision --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --allowed-tenant-ids) none=1 ;;
        --set) none=1 ;;
        --if-revision) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "availability-config remove")
      options="--tenant --if-revision --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --if-revision) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "address-space list")
      options="--tenant --limit --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --limit) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "address-space show")
      options="--tenant --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "address-space add")
      options="--tenant --forest-name --access-method --target-tenant-id --target-service-epr --target-autodiscover-epr --token-scope --token-form --set --replace --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --forest-name) none=1 ;;
        --access-method) words="OrgWideFBToken OrgWideFB PerUserFB InternalProxy PublicFolder" ;;
        --target-tenant-id) none=1 ;;
        --target-service-epr) none=1 ;;
        --target-autodiscover-epr) none=1 ;;
        --token-scope) none=1 ;;
        --token-form) words="pft bearer" ;;
        --set) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "address-space remove")
      options="--tenant --if-revision --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --if-revision) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "organization-relationship list")
      options="--tenant --limit --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --limit) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "organization-relationship show")
      options="--tenant --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "organization-relationship add")
      options="--tenant --name --target-tenant-id --domain-names --enabled --free-busy-access-enabled --free-busy-access-level --free-busy-access-scope --target-application-uri --target-autodiscover-epr --target-sharing-epr --token-issuers --cache-scope --target-owa-url --organization-contact --mail-tips-access-enabled --mail-tips-access-level --mail-tips-access-scope --delivery-report-enabled --archive-access-enabled --photos-enabled --mailbox-move-enabled --mailbox-move-capability --mailbox-move-published-scopes --oauth-application-id --set --replace --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --name) none=1 ;;
        --target-tenant-id) none=1 ;;
        --domain-names) none=1 ;;
        --enabled) words="true false" ;;
        --free-busy-access-enabled) words="true false" ;;
        --free-busy-access-level) words="None AvailabilityOnly LimitedDetails" ;;
        --free-busy-access-scope) none=1 ;;
        --target-application-uri) none=1 ;;
        --target-autodiscover-epr) none=1 ;;
        --target-sharing-epr) none=1 ;;
        --token-issuers) none=1 ;;
        --cache-scope) words="user organization" ;;
        --target-owa-url) none=1 ;;
        --organization-contact) none=1 ;;
        --mail-tips-access-enabled) words="true false" ;;
        --mail-tips-access-level) words="None Limited All" ;;
        --mail-tips-access-scope) none=1 ;;
        --delivery-report-enabled) words="true false" ;;
        --archive-access-enabled) words="true false" ;;
        --photos-enabled) words="true false" ;;
        --mailbox-move-enabled) words="true false" ;;
        --mailbox-move-capability) none=1 ;;
        --mailbox-move-published-scopes) none=1 ;;
        --oauth-application-id) none=1 ;;
        --set) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "organization-relationship set")
      options="--tenant --target-tenant-id --domain-names --enabled --free-busy-access-enabled --free-busy-access-level --free-busy-access-scope --target-application-uri --target-autodiscover-epr --target-sharing-epr --token-issuers --cache-scope --target-owa-url --organization-contact --mail-tips-access-enabled --mail-tips-access-level --mail-tips-access-scope --delivery-report-enabled --archive-access-enabled --photos-enabled --mailbox-move-enabled --mailbox-move-capability --mailbox-move-published-scopes --oauth-application-id --set --if-revision --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --target-tenant-id) none=1 ;;
        --domain-names) none=1 ;;
        --enabled) words="true false" ;;
        --free-busy-access-enabled) words="true false" ;;
        --free-busy-access-level) words="None AvailabilityOnly LimitedDetails" ;;
        --free-busy-access-scope) none=1 ;;
        --target-application-uri) none=1 ;;
        --target-autodiscover-epr) none=1 ;;
        --target-sharing-epr) none=1 ;;
        --token-issuers) none=1 ;;
        --cache-scope) words="user organization" ;;
        --target-owa-url) none=1 ;;
        --organization-contact) none=1 ;;
        --mail-tips-access-enabled) words="true false" ;;
        --mail-tips-access-level) words="None Limited All" ;;
        --mail-tips-access-scope) none=1 ;;
        --delivery-report-enabled) words="true false" ;;
        --archive-access-enabled) words="true false" ;;
        --photos-enabled) words="true false" ;;
        --mailbox-move-enabled) words="true false" ;;
        --mailbox-move-capability) none=1 ;;
        --mailbox-move-published-scopes) none=1 ;;
        --oauth-application-id) none=1 ;;
        --set) none=1 ;;
        --if-revision) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "organization-relationship remove")
      options="--tenant --if-revision --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --if-revision) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "mailbox list")
      options="--tenant --limit --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --limit) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "mailbox show")
      options="--tenant --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "mailbox add")
      options="--tenant --primary-smtp-address --email-addresses --source --set --replace --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --primary-smtp-address) none=1 ;;
        --email-addresses) none=1 ;;
        --source) none=1 ;;
        --set) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "mailbox set")
      options="--tenant --email-addresses --source --set --if-revision --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --email-addresses) none=1 ;;
        --source) none=1 ;;
        --set) none=1 ;;
        --if-revision) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "mailbox remove")
      options="--tenant --if-revision --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --if-revision) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "mail-contact list")
      options="--tenant --limit --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --limit) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "mail-contact show")
      options="--tenant --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "mail-contact add")
      options="--tenant --name --external-email-address --email-addresses --hidden-from-address-lists-enabled --set --replace --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --name) none=1 ;;
        --external-email-address) none=1 ;;
        --email-addresses) none=1 ;;
        --hidden-from-address-lists-enabled) words="true false" ;;
        --set) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "mail-contact set")
      options="--tenant --name --email-addresses --hidden-from-address-lists-enabled --set --if-revision --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --name) none=1 ;;
        --email-addresses) none=1 ;;
        --hidden-from-address-lists-enabled) words="true false" ;;
        --set) none=1 ;;
        --if-revision) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "mail-contact remove")
      options="--tenant --if-revision --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --if-revision) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "mail-user list")
      options="--tenant --limit --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --limit) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "mail-user show")
      options="--tenant --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "mail-user add")
      options="--tenant --name --external-email-address --email-addresses --hidden-from-address-lists-enabled --set --replace --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --name) none=1 ;;
        --external-email-address) none=1 ;;
        --email-addresses) none=1 ;;
        --hidden-from-address-lists-enabled) words="true false" ;;
        --set) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "mail-user set")
      options="--tenant --name --email-addresses --hidden-from-address-lists-enabled --set --if-revision --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --name) none=1 ;;
        --email-addresses) none=1 ;;
        --hidden-from-address-lists-enabled) words="true false" ;;
        --set) none=1 ;;
        --if-revision) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "mail-user remove")
      options="--tenant --if-revision --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --if-revision) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "guest list")
      options="--tenant --limit --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --limit) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "guest show")
      options="--tenant --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "guest add")
      options="--tenant --name --external-email-address --email-addresses --hidden-from-address-lists-enabled --invited-as --set --replace --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --name) none=1 ;;
        --external-email-address) none=1 ;;
        --email-addresses) none=1 ;;
        --hidden-from-address-lists-enabled) words="true false" ;;
        --invited-as) none=1 ;;
        --set) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "guest set")
      options="--tenant --name --email-addresses --hidden-from-address-lists-enabled --invited-as --set --if-revision --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --name) none=1 ;;
        --email-addresses) none=1 ;;
        --hidden-from-address-lists-enabled) words="true false" ;;
        --invited-as) none=1 ;;
        --set) none=1 ;;
        --if-revision) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "guest remove")
      options="--tenant --if-revision --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --if-revision) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "group list")
      options="--tenant --limit --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --limit) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "group show")
      options="--tenant --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "group add")
      options="--tenant --primary-smtp-address --email-addresses --members --set --replace --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --primary-smtp-address) none=1 ;;
        --email-addresses) none=1 ;;
        --members) none=1 ;;
        --set) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "group set")
      options="--tenant --email-addresses --members --set --if-revision --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --email-addresses) none=1 ;;
        --members) none=1 ;;
        --set) none=1 ;;
        --if-revision) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "group remove")
      options="--tenant --if-revision --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --if-revision) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "cloud list")
      options="--admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "cloud show")
      options="--admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || words="commercial gcc gcc-high dod 21vianet bleu delos"
      ;;
    "directory-source list")
      options="--tenant --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "directory-source run")
      options="--tenant --full --confirm --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "apply")
      options="--file --tenant --prune --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --file|-f) files=1 ;;
        --tenant) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "export")
      options="--tenant --partners --imported --as --partner --kind --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --as) words="toml powershell" ;;
        --partner) none=1 ;;
        --kind) words="exchange-online on-premises gateway" ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "import exchange")
      options="--tenant --authority --dry-run --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --authority) words="public us cn fr de" ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || files=1
      ;;
    "backup")
      options="--admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "history")
      options="--tenant --kind --identity --before --limit --differences --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --tenant) none=1 ;;
        --kind) words="tenant partner availability-config address-space organization-relationship mailbox mail-contact mail-user guest group" ;;
        --identity) none=1 ;;
        --before) none=1 ;;
        --limit) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "explain")
      options="--from --to --path --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --from) none=1 ;;
        --to) none=1 ;;
        --path) words="orgrel aas" ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "test")
      options="--from --to --admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --from) none=1 ;;
        --to) none=1 ;;
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "explain-credential")
      options="--admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || files=1
      ;;
    "reason")
      options="--admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      [[ -n $words$files$none || $current == -* ]] || none=1
      ;;
    "status")
      options="--admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "openapi")
      options="--admin --admin-token-file --admin-certificate --admin-key --ca --timeout --output --help"
      case $previous in
        --admin) none=1 ;;
        --admin-token-file) files=1 ;;
        --admin-certificate) files=1 ;;
        --admin-key) files=1 ;;
        --ca) files=1 ;;
        --timeout) none=1 ;;
        --output) words="table json csv" ;;
      esac
      ;;
    "api-token new")
      options=" --help"
      ;;
    "completion")
      options=" --help"
      [[ -n $words$files$none || $current == -* ]] || words="bash zsh fish"
      ;;
  esac
  [[ -n $words$files$none ]] || words=$options
  if [[ -n $words ]]; then COMPREPLY=($(compgen -W "$words" -- "$current"));
  elif [[ -n $files ]]; then compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
}
complete -F _freebusyctl freebusyctl
