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
inline constexpr std::size_t kIssuerCertificatesMax = 8;
// Of one Exchange organisation: its host names here, its applications, the issuers it trusts.
inline constexpr std::size_t kAudienceHostsMax = 16;
inline constexpr std::size_t kActorsMax = 16;
// Of one partner: who may forward its tokens, and for which other audience.
inline constexpr std::size_t kForwardersMax = 100;
// Of one partner: the domains of its users.
inline constexpr std::size_t kUserDomainsMax = 1000;
// Of one account: certificates, Kerberos principals, API tokens.
inline constexpr std::size_t kCredentialsPerAccountMax = 16;
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

// A certificate with its private key, in PEM files. They are read when they are used, so that a
// renewed one counts at once.
struct KeyPairFiles {
  std::string certificate_file{};
  std::string private_key_file{};
};

// How the gateway proves itself to an Exchange server of its own.
enum class SourceAuthentication : std::uint8_t { basic, negotiate, s2s };

// An application that an on-premises Exchange knows as a PartnerApplication ([MS-XOAUTH]).
struct ExchangeApplication {
  std::string client_id{};  // ours
  std::string realm{};      // of our issuer, mostly the tenant id
  KeyPairFiles key{};       // signs the actor token; with `scope` it is not needed
  // The actor token is asked of the authority with the tenant's own application, for this scope.
  // Empty: we sign it ourselves.
  std::string scope{};
  // Who asks, in an outer token; none: the application asks for itself.
  std::optional<model::SmtpAddress> user{};
};

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
  SourceAuthentication authentication = SourceAuthentication::basic;
  std::string username{};
  Secret password{};
  // ews with Negotiate: the keys of `username`, which is a Kerberos principal then.
  std::string keytab_file{};
  std::string service_principal{};  // "HTTP/mail.contoso.example"; empty: made from the URL
  ExchangeApplication exchange_application{};  // ews with S2S
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

// Somebody who issues delegation tokens. Its certificates are pinned, or its federation metadata
// names them; with neither, no token of it is accepted.
struct TokenIssuer {
  std::string uri{};       // "urn:federation:MicrosoftOnline": the Issuer of its assertions
  std::string endpoint{};  // where tokens are asked for (WS-Trust)
  std::vector<std::string> certificate_files{};
  std::string metadata_url{};
  bool sha1_signatures = false;  // whether rsa-sha1 counts
};

// How delegation tokens say what they say. No public source names these, so they are settings;
// docs/protocol_notes/federation.md has the reasons of the defaults.
struct DelegationClaims {
  // AttributeNamespace and AttributeName of SAML 1.1, joined by a slash.
  std::string email = "http://schemas.xmlsoap.org/claims/EmailAddress";
  std::string action = "http://schemas.xmlsoap.org/ws/2006/12/authorization/claims/action";
  std::string free_busy_offer = "MSExchange.SharingCalendarFreeBusy";
  std::string autodiscover_offer = "MSExchange.Autodiscover";
};

// A tenant's federation identity: New-FederationTrust and Set-FederatedOrganizationIdentifier.
struct FederationTrust {
  std::string application_uri{};
  std::vector<TokenIssuer> token_issuers{};
  // What tokens for us are encrypted to, and what signs our own statements about our users. During
  // a roll-over both pairs decrypt, and the current one signs.
  std::optional<KeyPairFiles> key{};
  std::optional<KeyPairFiles> next_key{};
  // Of the addresses in our statements; none: the primary address of the user as it is.
  std::optional<model::SmtpDomain> default_domain{};
  DelegationClaims claims{};
  // Whether a token for the holder of a key needs the proof of that key at the plain path too.
  bool proof_required = false;
};

// How an Exchange organisation, our own or a partner's, calls with the tokens of its servers
// (SHARING-MODEL 3, S2S). That this exists names the organisation; without it no such token is
// accepted.
struct ExchangeOrganization {
  std::string client_id =
      "00000002-0000-0ff1-ce00-000000000000";  // ours, in challenge and audience
  std::vector<std::string> audience_hosts{};   // ours, in lower case
  std::vector<std::string> actor_app_ids{};    // in lower case
  // Application ids, in lower case, that may issue actor tokens: their "iss" is "<id>@<tenant id>".
  std::vector<std::string> token_issuers{};
  bool user_tokens = true;  // whether outer tokens, which are not signed, may name a person
  std::string keys_file{};  // a pinned JWKS; empty: the authority's published keys
};

// A principal that may sign in with a password.
struct Account {
  std::string name{};
  model::CallerKind kind = model::CallerKind::home_user;  // home_user, home_server or home_script
  std::optional<model::SmtpAddress> user{};               // required for a home_user
  // At least one of these.
  Secret password_hash{};                          // "$argon2id$..." or "$y$..."
  std::vector<std::string> certificates{};         // SHA-256 of a client certificate, 64 digits
  std::vector<std::string> kerberos_principals{};  // "EXCH01$@AD.CONTOSO.EXAMPLE"
  std::vector<std::string> api_tokens{};           // SHA-256 of a token, 64 digits
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
  // During a roll-over: tried where the sign-in service refuses the first pair.
  std::optional<KeyPairFiles> next_key{};
};

// How the organisation's token is presented to a partner's gateway.
enum class TokenForm : std::uint8_t { protected_forwarded, bearer };

// Add-AvailabilityAddressSpace. There is no "set" and no switch: presence is active.
struct AddressSpace {
  model::SmtpDomain domain;     // ForestName, which is a mail domain
  std::string access_method{};  // "OrgWideFBToken"
  model::TenantKey target_tenant;
  std::string target_service_epr{};  // the partner gateway's EWS URL; empty: Autodiscover finds it
  std::string target_autodiscover_epr{};  // where Autodiscover begins; empty: at the domain
  std::string token_scope{};  // what the org-wide token is asked for: "api://<app id>/.default"
  TokenForm token_form = TokenForm::protected_forwarded;
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
  // The gateway's own application in that cloud, which forwards; none: `application` does.
  std::optional<Application> forwarder{};
  BearerRules bearer{};
  std::optional<ExchangeOrganization> exchange_organization{};
  std::vector<CalendarSource> sources{};
  std::string default_source{};  // for own addresses that are not listed; empty: they are unknown
  std::vector<Mailbox> mailboxes{};
  std::vector<MailContact> contacts{};
  std::vector<Group> groups{};
  std::vector<Account> accounts{};
  std::vector<AddressSpace> address_spaces{};
  std::optional<FederationTrust> federation_trust{};  // none: the tenant is not federated
};

struct ForwardedAudience {
  std::string audience{};
  std::string forwarder{};  // a client id
};

// What proves an organisation's token: all of it must agree (SHARING-MODEL 3).
struct OrganizationTokenPins {
  std::string audience{};
  std::vector<std::string> client_ids{};
  std::string role{};
  std::string keys_file{};  // a pinned JWKS; empty: the authority's published keys
  // Applications of the partner's tenant that may forward its token in PFT; empty: `client_ids`.
  std::vector<std::string> trusted_forwarders{};
  // Access tokens that were not issued for us, and the one forwarder that may bring them.
  std::vector<ForwardedAudience> forwarded_audiences{};
};

struct Partner {
  std::string name{};
  model::TenantKey key;
  std::string cloud{};
  std::optional<OrganizationTokenPins> organization_token{};  // none: it cannot ask us
  std::optional<ExchangeOrganization> exchange_organization{};
  // Where its users have their addresses. A token that names a person of another domain proves
  // nothing for this partner.
  std::vector<model::SmtpDomain> domains{};
  // Whose delegation tokens count for its users: TokenIssuer::uri of a federation trust of ours.
  std::vector<std::string> token_issuers{};
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
