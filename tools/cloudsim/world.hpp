// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Everything that exists in the simulation: clouds with their tenants, applications, resources and
// mailboxes, and on-premises Exchange hosts. Read from one TOML file, constant while the program
// runs; what changes at run time (faults, key roll-over, replayed assertions, the directories) is
// kept elsewhere.
//
// Clouds that share a login host share an authority: one set of signing keys, and tenant ids that
// are unique among them, as Commercial and GCC have it.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/detail_level.hpp"
#include "protocols/model/free_busy.hpp"
#include "protocols/model/identifiers.hpp"
#include "protocols/model/smtp_address.hpp"
#include "protocols/wire/zones.hpp"
#include "tools/cloudsim/directory_record.hpp"
#include "tools/cloudsim/faults.hpp"
#include "tools/cloudsim/federation.hpp"
#include "tools/cloudsim/keys.hpp"

namespace fb::cloudsim {

// What an administrator consented to: the roles that tokens for one resource carry.
struct RoleGrant {
  std::string resource;  // an app id URI or "https://<host>"
  std::vector<std::string> roles;
};

struct Application {
  std::string client_id;
  std::vector<RegisteredCertificate> certificates;
  std::vector<RoleGrant> grants;

  std::vector<std::string> roles_for(std::string_view resource) const;
};

// Something that tokens are issued for. Graph and the cloud's EWS host exist in every tenant.
struct Resource {
  std::string uri;       // "api://<app id>", "https://graph.microsoft.com"
  std::string audience;  // of its tokens: the bare app id in version 2 tokens
  std::vector<std::string> roles;
  bool any_role = false;  // Microsoft's own resources define more roles than are listed here
  int token_version = 2;  // of its tokens, whichever endpoint they are asked of
};

enum class MailboxKind : std::uint8_t { graph, onprem };

struct Mailbox {
  model::SmtpAddress address;
  std::filesystem::path calendar;
  wire::Zone zone = wire::Zone::utc();
  std::vector<model::WorkingPeriod> working_periods;  // in that zone; empty: not told
  model::DetailLevel calendar_right = model::DetailLevel::availability_only;
  MailboxKind kind = MailboxKind::graph;
};

struct Tenant {
  std::string name;
  model::TenantId id;
  std::vector<model::SmtpDomain> domains;
  std::vector<Application> applications;
  std::vector<Resource> resources;
  std::vector<Mailbox> mailboxes;
  std::vector<DirectoryRecord> directory{};  // contacts and users without a mailbox here

  const Application* application(std::string_view client_id) const;
  // By app id URI, or by the bare app id.
  const Resource* resource(std::string_view uri) const;
  const Mailbox* mailbox(const model::SmtpAddress& address, MailboxKind kind) const;
};

struct Cloud {
  static constexpr std::int64_t kDirectoryPageSizeMax = 999;

  std::string name;
  std::string login_host;
  std::string issuer_host_v1;  // "sts.windows.net"
  std::string instance_name;   // "microsoftonline.com"
  std::string region_scope;    // "NA", "USGov"
  std::string region_sub_scope;
  std::string graph_host;
  std::string ews_host;
  std::vector<Tenant> tenants;
  std::chrono::seconds token_lifetime{3599};
  std::size_t directory_page_size = 100;  // objects in one page of a delta query

  std::string issuer(const Tenant& tenant) const;
  std::string issuer_v1(const Tenant& tenant) const;
  std::string token_endpoint(const Tenant& tenant, int version = 2) const;
  std::string graph_audience() const { return "https://" + graph_host; }
};

struct ExchangeAccount {
  std::string name;
  std::string password;
};

// An application that may call with server-to-server tokens, which it signs itself.
struct PartnerApplication {
  std::string client_id;
  std::string realm;
  RegisteredCertificate certificate;
};

struct ExchangeServer {
  std::string host;
  std::vector<std::string> tenants;  // whose on-premises mailboxes it serves
  std::vector<ExchangeAccount> accounts;
  std::vector<PartnerApplication> partner_applications;
  std::string keytab_file;  // of the server's HTTP service; empty: no Negotiate
};

// A server that says where the EWS of some domains is, or leads elsewhere.
struct AutodiscoverServer {
  std::string host;
  std::vector<model::SmtpDomain> domains;  // addresses in others are not known to it
  bool soap = true;
  bool pox = true;
  bool json = true;
  std::string audience;          // of the tokens that it takes by SOAP and POX; empty: needs none
  std::string ews_url;           // the answer, unless one of the following is
  std::string redirect_url;      // RedirectUrl, redirectUrl, or 302 by JSON
  std::string redirect_address;  // RedirectAddress, redirectAddr
  std::string http_redirect;     // 302 for whatever is asked
};

struct Listener {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  std::string certificate_file;
  std::string private_key_file;
};

struct TenantInCloud {
  const Cloud* cloud;
  const Tenant* tenant;
};

struct World {
  static constexpr std::string_view kAdminHost = "cloudsim.admin";
  static constexpr std::size_t kSigningKeysMax = 2;  // current and next

  Listener listener;
  std::string admin_secret;
  std::string log_file;  // empty: standard error
  std::vector<Cloud> clouds;
  std::map<std::string, std::vector<SigningKey>> authorities;  // by login host
  std::vector<ExchangeServer> exchanges;
  std::vector<AutodiscoverServer> autodiscovers;
  std::vector<FederationService> federations;
  std::vector<Fault> faults;

  // `segment` is what stands in a sign-in path: a tenant id or one of the tenant's domains.
  std::optional<TenantInCloud> tenant_at(std::string_view login_host,
                                         std::string_view segment) const;
  std::optional<TenantInCloud> tenant_named(std::string_view name) const;
  std::vector<const Cloud*> clouds_with_graph(std::string_view host) const;
  const ExchangeServer* exchange(std::string_view host) const;
  const AutodiscoverServer* autodiscover(std::string_view host) const;
  bool signs_in_at(std::string_view host) const { return authorities.count(std::string(host)) > 0; }
};

}  // namespace fb::cloudsim
