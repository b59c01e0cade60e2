// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The federation objects, with Exchange's nouns: tenants and their accepted domains, availability
// configs, availability address spaces, recipients, calendar sources, and the partners that may
// ask. Plain data with the rules that one object can break by itself; decisions between objects are
// gateway/policy's.
//
// Members that can have one have an initial value, so that a literal names only what matters.
//
// A home tenant is one whose configuration, directory and calendar credentials this gateway holds.
// A partner is any other tenant; a partner gives us nothing (SHARING-MODEL 9).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/secret.hpp"
#include "protocols/model/caller.hpp"
#include "protocols/model/detail_level.hpp"
#include "protocols/model/identifiers.hpp"
#include "protocols/model/smtp_address.hpp"

namespace fb::config {

// Limits of one federation file, each for one tenant where the name says nothing else.
inline constexpr std::size_t kFederationFileBytesMax = 64 * 1024 * 1024;
inline constexpr std::size_t kTenantsPerFileMax = 100;
inline constexpr std::size_t kPartnersPerFileMax = 1000;
// New-AvailabilityConfig -AllowedTenantIds takes at most this many.
inline constexpr std::size_t kAllowedTenantIdsMax = 25;
// Active Directory gives Exchange no more address spaces than this.
inline constexpr std::size_t kAddressSpacesMax = 100;
inline constexpr std::size_t kAcceptedDomainsMax = 1000;
inline constexpr std::size_t kSourcesMax = 16;
inline constexpr std::size_t kMailboxesMax = 200'000;
inline constexpr std::size_t kContactsMax = 200'000;
inline constexpr std::size_t kProxyAddressesPerRecipientMax = 400;
inline constexpr std::size_t kGroupsMax = 10'000;
inline constexpr std::size_t kGroupMembersMax = 10'000;
inline constexpr std::size_t kTokenIssuersMax = 16;
// Of one partner: where Autodiscover may send us.
inline constexpr std::size_t kAutodiscoverHostsMax = 16;
inline constexpr std::size_t kAccountsMax = 1000;
inline constexpr std::size_t kAccountNameBytesMax = 128;
inline constexpr std::size_t kAudiencesMax = 16;
inline constexpr std::size_t kClientIdsMax = 100;
// A file with one password or one password hash.
inline constexpr std::size_t kSecretFileBytesMax = 4096;
inline constexpr std::size_t kPasswordHashBytesMax = 512;

enum class SourceKind : std::uint8_t { graph, ews, ics };

// Where mailboxes of a home tenant live.
struct CalendarSource {
  std::string name{};
  SourceKind kind;
  // graph: the service root ("https://graph.microsoft.com"); ews: the EWS URL.
  std::string url{};
  // graph: the mailbox in /users/{anchor}/calendar/getSchedule; empty: the first mailbox that is
  // asked for.
  std::string anchor{};
  // graph: the scope of its token; empty: "<url>/.default".
  std::string scope{};
  // ews: an account without personal rights on calendars.
  std::string username{};
  Secret password{};
  // ics: one file per mailbox, "<folder>/<address>.ics".
  std::string folder{};
  std::string zone = "UTC";
  // What the Default user of a calendar may see. ews applies it by itself, so there it is only a
  // cap.
  model::DetailLevel default_calendar_right = model::DetailLevel::availability_only;
};

// An own mailbox, bound to the source that holds it.
struct Mailbox {
  model::SmtpAddress address;
  std::vector<model::SmtpAddress> proxy_addresses{};
  std::string source{};
};

// Somebody elsewhere. New-MailContact -ExternalEmailAddress.
struct MailContact {
  std::string name{};
  model::SmtpAddress external_address;
  std::vector<model::SmtpAddress> proxy_addresses{};
  bool hidden_from_address_lists = false;
};

// A distribution group: asked for, it stands for its members.
struct Group {
  model::SmtpAddress address;
  std::vector<model::SmtpAddress> proxy_addresses{};
  std::vector<model::SmtpAddress> members{};  // addresses of the directory, other groups included
};

// What GetFederationInformation says of a tenant.
struct TokenIssuer {
  std::string uri{};
  std::string endpoint{};
};
struct FederationTrust {
  std::string application_uri{};
  std::vector<TokenIssuer> token_issuers{};
};

// A principal that may sign in with a password.
struct Account {
  std::string name{};
  model::CallerKind kind = model::CallerKind::home_user;  // home_user, home_server or home_script
  std::optional<model::SmtpAddress> user{};               // required for a home_user
  Secret password_hash{};                                 // "$argon2id$..." or "$y$..."
};

// An application of the tenant that may call with an app-only token.
struct ApplicationCaller {
  std::string client_id{};
  model::CallerKind kind = model::CallerKind::home_script;
};

struct BearerRules {
  std::vector<std::string> audiences{};
  std::string user_claim = "upn";  // holds the address of the person in a delegated token
  std::vector<ApplicationCaller> applications{};
  std::string keys_file{};  // a pinned JWKS; empty: the authority's published keys
};

// The tenant's own application in its cloud, for the tokens that we obtain.
struct Application {
  std::string client_id{};
  std::string certificate_file{};
  std::string private_key_file{};
  bool sha1_thumbprint = false;  // RS256 with x5t instead of PS256 with x5t#S256
};

// Add-AvailabilityAddressSpace. There is no "set" and no switch: presence is active.
struct AddressSpace {
  model::SmtpDomain domain;     // ForestName, which is a mail domain
  std::string access_method{};  // "OrgWideFBToken"
  model::TenantKey target_tenant;
  std::string target_service_epr{};  // the partner gateway's EWS URL; empty: Autodiscover finds it
  std::string target_autodiscover_epr{};  // where Autodiscover begins; empty: at the domain
  std::string token_scope{};  // what the org-wide token is asked for: "api://<app id>/.default"
};

struct Tenant {
  std::string name{};
  model::TenantKey key;
  std::string cloud{};  // a name from the cloud catalogue
  std::vector<model::SmtpDomain> accepted_domains{};
  std::vector<model::TenantKey> allowed_tenants{};  // the availability config
  bool require_contact = true;
  bool resolve_hidden_contacts = true;
  std::optional<Application> application{};
  BearerRules bearer{};
  std::vector<CalendarSource> sources{};
  std::string default_source{};  // for own addresses that are not listed; empty: they are unknown
  std::vector<Mailbox> mailboxes{};
  std::vector<MailContact> contacts{};
  std::vector<Group> groups{};
  std::vector<Account> accounts{};
  std::vector<AddressSpace> address_spaces{};
  std::optional<FederationTrust> federation_trust{};  // none: the tenant is not federated
};

// What proves an organisation's token: all of it must agree (SHARING-MODEL 3).
struct OrganizationTokenPins {
  std::string audience{};
  std::vector<std::string> client_ids{};
  std::string role{};
  std::string keys_file{};  // a pinned JWKS; empty: the authority's published keys
};

struct Partner {
  std::string name{};
  model::TenantKey key;
  std::string cloud{};
  std::optional<OrganizationTokenPins> organization_token{};  // none: it cannot ask us
  // Hosts that Autodiscover may lead to, beside those of the partner's cloud.
  std::vector<std::string> autodiscover_hosts{};
};

struct Federation {
  std::vector<Tenant> tenants{};
  std::vector<Partner> partners{};

  const Tenant* tenant(const model::TenantKey& key) const;
  const Partner* partner(const model::TenantKey& key) const;
  // The cloud of a home tenant or a partner; empty where neither is known.
  std::string_view cloud_of(const model::TenantKey& key) const;
};

}  // namespace fb::config
