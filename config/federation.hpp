// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The federation objects, with Exchange's nouns: tenants and their accepted domains, availability
// configs, availability address spaces, organization relationships, recipients, calendar sources,
// and the partners that may ask. Plain data with the rules that one object can break by itself;
// decisions between objects are gateway/policy's.
//
// Members that can have one have an initial value, so that a literal names only what matters.
//
// A home tenant is one whose configuration, directory and calendar credentials this gateway holds.
// A partner is any other tenant; a partner gives us nothing (SHARING-MODEL 9).
#pragma once

#include <chrono>
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
inline constexpr std::size_t kOrganizationRelationshipsMax = 1000;
// New-OrganizationRelationship -Name and -DomainNames take at most this much.
inline constexpr std::size_t kRelationshipNameCharactersMax = 64;
inline constexpr std::size_t kRelationshipDomainsMax = 238;
inline constexpr std::size_t kDirectorySourcesMax = 16;
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

// The kinds of recipient that lead elsewhere. All of them have an external address.
enum class ContactKind : std::uint8_t { mail_contact, mail_user, guest };

// Somebody elsewhere. New-MailContact -ExternalEmailAddress, and in the same way a mail user and a
// guest, whose external address is its `mail`.
struct MailContact {
  std::string name{};
  model::SmtpAddress external_address;
  std::vector<model::SmtpAddress> proxy_addresses{};
  bool hidden_from_address_lists = false;
  ContactKind kind = ContactKind::mail_contact;
  // Of a guest: the address that was invited, where that is known. Across clouds guests are invited
  // by their user principal name, which need not be a mail address of theirs.
  std::optional<model::SmtpAddress> invited_as{};
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

// For whom a cached answer of a relationship may be used again.
enum class CacheScope : std::uint8_t { user, organization };

// New-OrganizationRelationship, with every documented parameter. One object serves both directions:
// the target settings to ask, the rest to answer.
struct OrganizationRelationship {
  std::string name{};
  model::TenantKey target_tenant;  // ours: Exchange knows the other side by its domains alone
  std::vector<model::SmtpDomain> domain_names{};
  bool enabled = true;
  bool free_busy_access_enabled = false;
  model::DetailLevel free_busy_access_level = model::DetailLevel::none;
  // A group of this tenant: only its members can be seen. None: everybody can.
  std::optional<model::SmtpAddress> free_busy_access_scope{};
  std::string target_application_uri{};   // what a delegation token is asked for
  std::string target_autodiscover_epr{};  // where Autodiscover begins
  std::string target_sharing_epr{};       // the EWS URL; where it is set, it is always used
  // Ours. Whose delegation tokens count (SHARING-MODEL 6.2); empty: those of the partner's entry.
  std::vector<std::string> token_issuers{};
  CacheScope cache_scope = CacheScope::user;
  // Kept and shown, and without effect on free/busy.
  std::string target_owa_url{};
  std::optional<model::SmtpAddress> organization_contact{};
  bool mail_tips_access_enabled = false;
  std::string mail_tips_access_level = "None";  // All, Limited, None
  std::optional<model::SmtpAddress> mail_tips_access_scope{};
  bool delivery_report_enabled = false;
  bool archive_access_enabled = false;
  bool photos_enabled = false;
  bool mailbox_move_enabled = false;
  std::string mailbox_move_capability{};
  std::vector<std::string> mailbox_move_published_scopes{};
  std::string oauth_application_id{};
};

enum class DirectoryKind : std::uint8_t { csv, ldap, graph };

// Where recipients of a home tenant are imported from, again and again.
struct DirectorySource {
  std::string name{};
  DirectoryKind kind;
  std::chrono::seconds every{3600};  // zero: only when somebody says so
  // A run that would remove more than this is not done until somebody confirms it.
  std::uint32_t removals_max = 100;
  std::uint32_t removals_max_percent = 10;
  // The calendar sources that hold this directory's own mailboxes: user mailboxes, and those whose
  // target address lies in the routing domain (remote mailboxes).
  std::string mailbox_source{};
  std::string remote_mailbox_source{};
  std::optional<model::SmtpDomain> routing_domain{};  // "contoso.mail.onmicrosoft.com"
  // csv
  std::string file{};
  // ldap
  std::string url{};  // ldap://host[:port], with StartTLS, or ldaps://host[:port]
  std::string base{};
  std::string filter{};  // empty: recipients, as Exchange's own attributes say
  std::string bind_dn{};
  Secret password{};
  std::string ca_file{};
  std::uint32_t page_size = 1000;
  std::string change_attribute{};  // uSNChanged or modifyTimestamp; empty: what the server has
  // graph: `url` is the service root; with the tenant's application.
  std::string scope{};  // empty: "<url>/.default"
  bool contacts = true;
  bool guests = true;
};

struct Tenant {
  std::string name{};
  model::TenantKey key;
  std::string cloud{};  // a name from the cloud catalogue
  std::vector<model::SmtpDomain> accepted_domains{};
  std::vector<model::TenantKey> allowed_tenants{};  // the availability config
  bool require_contact = true;
  bool resolve_hidden_contacts = true;
  // Microsoft's guidance: a guest shows no free/busy until the GAL shows the guest.
  bool resolve_hidden_guests = false;
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
  std::vector<OrganizationRelationship> organization_relationships{};
  std::vector<DirectorySource> directory_sources{};
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
