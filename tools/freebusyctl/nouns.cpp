// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One table for each kind of object. A key that has no option here is set by --set.
#include <array>

#include "tools/freebusyctl/commands.hpp"

namespace fb::freebusyctl {
namespace {

constexpr std::string_view kLevels = "None AvailabilityOnly LimitedDetails";
constexpr std::string_view kClouds = "commercial gcc gcc-high dod 21vianet bleu delos";
constexpr std::string_view kAuthorities = "public us cn fr de";
constexpr std::string_view kMethods =
    "OrgWideFBToken OrgWideFB PerUserFB InternalProxy PublicFolder";

constexpr std::array<std::string_view, 2> kTenantIdentity{"authority", "tenant-id"};
constexpr std::array<std::string_view, 1> kForestIdentity{"forest-name"};
constexpr std::array<std::string_view, 1> kNameIdentity{"name"};
constexpr std::array<std::string_view, 1> kAddressIdentity{"primary-smtp-address"};
constexpr std::array<std::string_view, 1> kExternalIdentity{"external-email-address"};

constexpr Option kTenantName{"name", Value::text, "What people call it", "name", "Name"};
constexpr Option kAuthority{.name = "authority",
                            .value = Value::choice,
                            .help = "Whose sign-in service knows the tenant",
                            .key = "authority",
                            .choices = kAuthorities};
constexpr Option kTenantId{"tenant-id", Value::text, "The GUID of the tenant", "tenant_id"};
constexpr Option kCloud{.name = "cloud",
                        .value = Value::choice,
                        .help = "The Microsoft 365 cloud in which it lives",
                        .key = "cloud",
                        .choices = kClouds};
constexpr Option kProxyAddresses{"email-addresses", Value::list, "Its other addresses",
                                 "proxy_addresses", "EmailAddresses"};

constexpr std::array kTenant{
    kTenantName,
    kAuthority,
    kTenantId,
    kCloud,
    Option{"accepted-domains", Value::list, "Its mail domains", "accepted_domains", "DomainName"},
    Option{"require-contact", Value::boolean,
           "Whether users may ask only about addresses that the directory has", "require_contact"},
    Option{"resolve-hidden-contacts", Value::boolean,
           "Whether a contact that is hidden from address lists is found",
           "resolve_hidden_contacts"},
    Option{"resolve-hidden-guests", Value::boolean,
           "Whether a guest that is hidden from address lists is found", "resolve_hidden_guests"},
    Option{"default-source", Value::text,
           "The calendar source of own addresses that are not listed", "default_source"},
};

constexpr std::array kPartner{
    kTenantName,
    kAuthority,
    kTenantId,
    kCloud,
    Option{"domains", Value::list, "Where its users have their addresses", "domains"},
    Option{"token-issuers", Value::list, "Whose delegation tokens count for its users",
           "token_issuers"},
    Option{"autodiscover-hosts", Value::list, "Hosts that Autodiscover may lead to",
           "autodiscover_hosts"},
    Option{"token-audience", Value::text, "The audience of its organisation's token",
           "organization_token.audience"},
    Option{"token-client-ids", Value::list, "The applications that its token may come from",
           "organization_token.client_ids"},
    Option{"token-role", Value::text, "The role that its token must have",
           "organization_token.role"},
};

constexpr std::array kAvailabilityConfig{
    Option{"allowed-tenant-ids", Value::list,
           "The organisations that may ask, as authority/GUID or as GUID; at most 25",
           "allowed_tenant_ids", "AllowedTenantIds"},
};

constexpr Option kTargetTenant{"target-tenant-id", Value::text,
                               "The other side, as authority/GUID or as GUID", "target_tenant",
                               "TargetTenantId"};
constexpr Option kTargetAutodiscover{"target-autodiscover-epr", Value::text,
                                     "The URL where Autodiscover begins to look",
                                     "target_autodiscover_epr", "TargetAutodiscoverEpr"};

constexpr std::array kAddressSpace{
    Option{"forest-name", Value::text, "The mail domain of the others, matched whole",
           "forest_name", "ForestName"},
    Option{.name = "access-method",
           .value = Value::choice,
           .help = "OrgWideFBToken; the gateway says of the other methods why it refuses them",
           .key = "access_method",
           .parameter = "AccessMethod",
           .choices = kMethods},
    kTargetTenant,
    Option{"target-service-epr", Value::text, "The EWS URL of the partner's gateway",
           "target_service_epr", "TargetServiceEpr"},
    kTargetAutodiscover,
    Option{"token-scope", Value::text, "What the organisation's token is asked for", "token_scope"},
    Option{.name = "token-form",
           .value = Value::choice,
           .help = "How that token is presented",
           .key = "token_form",
           .choices = "pft bearer"},
};

constexpr std::array kOrganizationRelationship{
    Option{"name", Value::text, "Its name, at most 64 characters", "name", "Name"},
    kTargetTenant,
    Option{"domain-names", Value::list, "The mail domains of the others, matched whole",
           "domain_names", "DomainNames"},
    Option{"enabled", Value::boolean, "Whether it counts at all", "enabled", "Enabled"},
    Option{"free-busy-access-enabled", Value::boolean, "Whether free/busy is shared",
           "free_busy_access_enabled", "FreeBusyAccessEnabled"},
    Option{.name = "free-busy-access-level",
           .value = Value::choice,
           .help = "How much the others may see",
           .key = "free_busy_access_level",
           .parameter = "FreeBusyAccessLevel",
           .choices = kLevels},
    Option{"free-busy-access-scope", Value::text,
           "The address of a group: only its members can be seen", "free_busy_access_scope",
           "FreeBusyAccessScope"},
    Option{"target-application-uri", Value::text, "What a delegation token is asked for",
           "target_application_uri", "TargetApplicationUri"},
    kTargetAutodiscover,
    Option{"target-sharing-epr", Value::text, "The EWS URL; where it is set, it is always used",
           "target_sharing_epr", "TargetSharingEpr"},
    Option{"token-issuers", Value::list, "Whose delegation tokens count", "token_issuers"},
    Option{.name = "cache-scope",
           .value = Value::choice,
           .help = "For whom a remembered answer may be used again",
           .key = "cache_scope",
           .choices = "user organization"},
    Option{"target-owa-url", Value::text, "Kept, without effect on free/busy", "target_owa_url",
           "TargetOwaURL"},
    Option{"organization-contact", Value::text, "Kept, without effect on free/busy",
           "organization_contact", "OrganizationContact"},
    Option{"mail-tips-access-enabled", Value::boolean, "Kept, without effect on free/busy",
           "mail_tips_access_enabled", "MailTipsAccessEnabled"},
    Option{.name = "mail-tips-access-level",
           .value = Value::choice,
           .help = "Kept, without effect on free/busy",
           .key = "mail_tips_access_level",
           .parameter = "MailTipsAccessLevel",
           .choices = "None Limited All"},
    Option{"mail-tips-access-scope", Value::text, "Kept, without effect on free/busy",
           "mail_tips_access_scope", "MailTipsAccessScope"},
    Option{"delivery-report-enabled", Value::boolean, "Kept, without effect on free/busy",
           "delivery_report_enabled", "DeliveryReportEnabled"},
    Option{"archive-access-enabled", Value::boolean, "Kept, without effect on free/busy",
           "archive_access_enabled", "ArchiveAccessEnabled"},
    Option{"photos-enabled", Value::boolean, "Kept, without effect on free/busy", "photos_enabled",
           "PhotosEnabled"},
    Option{"mailbox-move-enabled", Value::boolean, "Kept, without effect on free/busy",
           "mailbox_move_enabled", "MailboxMoveEnabled"},
    Option{"mailbox-move-capability", Value::text, "Kept, without effect on free/busy",
           "mailbox_move_capability", "MailboxMoveCapability"},
    Option{"mailbox-move-published-scopes", Value::list, "Kept, without effect on free/busy",
           "mailbox_move_published_scopes", "MailboxMovePublishedScopes"},
    Option{"oauth-application-id", Value::text, "Kept, without effect on free/busy",
           "oauth_application_id", "OAuthApplicationId"},
};

constexpr Option kPrimaryAddress{"primary-smtp-address", Value::text,
                                 "Its address, in an accepted domain", "address",
                                 "PrimarySmtpAddress"};
constexpr std::array kMailbox{
    kPrimaryAddress,
    kProxyAddresses,
    Option{"source", Value::text, "The calendar source that holds it", "source"},
};
constexpr std::array kGroup{
    kPrimaryAddress,
    kProxyAddresses,
    Option{"members", Value::list, "Addresses of the directory, other groups included", "members",
           "Members"},
};

constexpr Option kContactName{"name", Value::text, "What people call it", "name", "Name"};
constexpr Option kExternalAddress{"external-email-address", Value::text,
                                  "The address elsewhere, outside the accepted domains",
                                  "external_address", "ExternalEmailAddress"};
constexpr Option kHidden{"hidden-from-address-lists-enabled", Value::boolean,
                         "Whether address lists hide it", "hidden_from_address_lists",
                         "HiddenFromAddressListsEnabled"};
constexpr std::array kContact{kContactName, kExternalAddress, kProxyAddresses, kHidden};
constexpr std::array kGuest{
    kContactName,
    kExternalAddress,
    kProxyAddresses,
    kHidden,
    Option{"invited-as", Value::text, "The address that was invited, where that is another one",
           "invited_as", "InvitedUserEmailAddress"},
};

constexpr std::array<Noun, 10> kNouns{{
    {"tenant", "a home tenant", "home tenants", "", "", "", "", kTenantIdentity, kTenant, true},
    {"partner", "a partner", "partners", "", "", "", "", kTenantIdentity, kPartner, true},
    {"availability-config",
     "the list of those who may ask",
     "lists of those who may ask",
     "Get-AvailabilityConfig",
     "New-AvailabilityConfig",
     "Set-AvailabilityConfig",
     "Remove-AvailabilityConfig",
     {},
     kAvailabilityConfig},
    {"address-space", "an availability address space", "availability address spaces",
     "Get-AvailabilityAddressSpace", "Add-AvailabilityAddressSpace", "",
     "Remove-AvailabilityAddressSpace", kForestIdentity, kAddressSpace, false, false},
    {"organization-relationship", "an organization relationship", "organization relationships",
     "Get-OrganizationRelationship", "New-OrganizationRelationship", "Set-OrganizationRelationship",
     "Remove-OrganizationRelationship", kNameIdentity, kOrganizationRelationship},
    {"mailbox", "a mailbox", "mailboxes", "Get-Mailbox", "New-Mailbox", "Set-Mailbox",
     "Remove-Mailbox", kAddressIdentity, kMailbox},
    {"mail-contact", "a mail contact", "mail contacts", "Get-MailContact", "New-MailContact",
     "Set-MailContact", "Remove-MailContact", kExternalIdentity, kContact},
    {"mail-user", "a mail user", "mail users", "Get-MailUser", "New-MailUser", "Set-MailUser",
     "Remove-MailUser", kExternalIdentity, kContact},
    {"guest", "a guest", "guests", "Get-MailUser", "New-MgInvitation", "Set-MailUser",
     "Remove-MailUser", kExternalIdentity, kGuest},
    {"group", "a distribution group", "distribution groups", "Get-DistributionGroup",
     "New-DistributionGroup", "Set-DistributionGroup", "Remove-DistributionGroup", kAddressIdentity,
     kGroup},
}};

}  // namespace

std::span<const Noun> nouns() { return kNouns; }

}  // namespace fb::freebusyctl
