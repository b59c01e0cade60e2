// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Where Autodiscover may lead. Whoever answers a question about a domain could send us, and our
// credential, anywhere; so every place is checked against a list before anything is sent to it:
// the domain, autodiscover.<domain>, what the operator listed for the partner, and the hosts of the
// partner's cloud. Pure.
//
// Not about addresses: which of them may be connected to is checked by gateway/net at each connect.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/snapshot.hpp"
#include "protocols/model/permit.hpp"
#include "protocols/model/result.hpp"

namespace fb::upstream {

class AllowedHosts {
 public:
  void add(std::string_view host);  // empty: nothing is added
  bool allows(std::string_view host) const;

 private:
  std::vector<std::string> hosts_;  // in lower case
};

// Whose endpoint is looked for, as an address space or a relationship names it.
struct DiscoveryTarget {
  model::TenantKey tenant;
  model::SmtpDomain domain;
  std::string autodiscover_epr;  // where the search begins; empty: at the domain
};
DiscoveryTarget target_of(const config::AddressSpace& space);

AllowedHosts hosts_for(const DiscoveryTarget& target, const config::Snapshot& snapshot);

// A server that can be asked, by its own port, and where on it.
struct AutodiscoverPlace {
  std::string host;
  std::string origin;  // "https://host" or "https://host:8443"
  std::string soap_target = "/autodiscover/autodiscover.svc";
  std::string pox_target = "/autodiscover/autodiscover.xml";
};

AutodiscoverPlace place_at(std::string_view host);

// A URL of the configuration: its path is asked as it stands.
model::Result<AutodiscoverPlace> configured_place(std::string_view url);

// The target of a redirect. https alone; a path such as "/autodiscover/autodiscover.xml" (or .svc,
// or .json); a host that is allowed. The error says in words what is wrong, and names the host.
model::Result<AutodiscoverPlace> redirect_place(std::string_view location,
                                                const AllowedHosts& allowed);

// The EWS URL that was found: https, and a host that is allowed.
model::Status check_endpoint(std::string_view url, const AllowedHosts& allowed);

// [MS-OXDISCO] takes these for a redirect; 308 is not among them.
constexpr bool is_redirect(unsigned status) {
  return status == 301 || status == 302 || status == 303 || status == 307;
}

}  // namespace fb::upstream
