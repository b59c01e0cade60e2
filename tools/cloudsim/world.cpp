// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/world.hpp"

#include <algorithm>

namespace fb::cloudsim {

std::vector<std::string> Application::roles_for(std::string_view resource) const {
  for (const RoleGrant& grant : grants) {
    if (grant.resource == resource) return grant.roles;
  }
  return {};
}

const Application* Tenant::application(std::string_view client_id) const {
  const auto found = std::find_if(applications.begin(), applications.end(),
                                  [&](const auto& app) { return app.client_id == client_id; });
  return found == applications.end() ? nullptr : &*found;
}

const Resource* Tenant::resource(std::string_view uri) const {
  const auto found = std::find_if(resources.begin(), resources.end(), [&](const Resource& entry) {
    return entry.uri == uri || entry.uri == "api://" + std::string(uri);
  });
  return found == resources.end() ? nullptr : &*found;
}

const Mailbox* Tenant::mailbox(const model::SmtpAddress& address, MailboxKind kind) const {
  const auto found = std::find_if(mailboxes.begin(), mailboxes.end(), [&](const Mailbox& entry) {
    return entry.kind == kind && entry.address == address;
  });
  return found == mailboxes.end() ? nullptr : &*found;
}

std::string Cloud::issuer(const Tenant& tenant) const {
  return "https://" + login_host + "/" + tenant.id.str() + "/v2.0";
}

std::string Cloud::issuer_v1(const Tenant& tenant) const {
  return "https://" + issuer_host_v1 + "/" + tenant.id.str() + "/";
}

std::string Cloud::token_endpoint(const Tenant& tenant, int version) const {
  return "https://" + login_host + "/" + tenant.id.str() +
         (version == 1 ? "/oauth2/token" : "/oauth2/v2.0/token");
}

std::optional<TenantInCloud> World::tenant_at(std::string_view login_host,
                                              std::string_view segment) const {
  const auto id = model::TenantId::parse(segment);
  const auto domain = model::SmtpDomain::parse(segment);
  for (const Cloud& cloud : clouds) {
    if (cloud.login_host != login_host) continue;
    for (const Tenant& tenant : cloud.tenants) {
      const bool by_domain =
          domain && std::count(tenant.domains.begin(), tenant.domains.end(), *domain) > 0;
      if ((id && tenant.id == *id) || by_domain) return TenantInCloud{&cloud, &tenant};
    }
  }
  return std::nullopt;
}

std::optional<TenantInCloud> World::tenant_named(std::string_view name) const {
  for (const Cloud& cloud : clouds) {
    for (const Tenant& tenant : cloud.tenants) {
      if (tenant.name == name) return TenantInCloud{&cloud, &tenant};
    }
  }
  return std::nullopt;
}

std::vector<const Cloud*> World::clouds_with_graph(std::string_view host) const {
  std::vector<const Cloud*> out;
  for (const Cloud& cloud : clouds) {
    if (cloud.graph_host == host) out.push_back(&cloud);
  }
  return out;
}

const ExchangeServer* World::exchange(std::string_view host) const {
  const auto found = std::find_if(exchanges.begin(), exchanges.end(),
                                  [&](const auto& server) { return server.host == host; });
  return found == exchanges.end() ? nullptr : &*found;
}

const AutodiscoverServer* World::autodiscover(std::string_view host) const {
  const auto found = std::find_if(autodiscovers.begin(), autodiscovers.end(),
                                  [&](const auto& server) { return server.host == host; });
  return found == autodiscovers.end() ? nullptr : &*found;
}

}  // namespace fb::cloudsim
