// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// One connection to an LDAP server, secured and signed in, that answers searches page by page.
// Everything here blocks, up to the limits below, and belongs on an OffloadPool.
//
// There is no connection without verified TLS: ldap:// begins with StartTLS, and where the server
// refuses that there is no connection. Referrals are not followed, since they would carry the
// password to whoever is named there.
//
// Beware: libldap writes to connections that the server has closed, so the process has to ignore
// SIGPIPE.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "config/federation.hpp"
#include "gateway/registry/outcome.hpp"

namespace fb::directory {

// Of one attribute; Active Directory gives at most 1,500 of many and the rest by ranges.
inline constexpr std::size_t kLdapValuesMax = 20'000;

struct LdapEntry {
  std::string dn;
  // By name in lower case, with options ("member;range=0-1499") as the server wrote them.
  std::map<std::string, std::vector<std::string>, std::less<>> attributes;

  // The first value; empty where there is none.
  std::string_view value(std::string_view attribute) const;
  const std::vector<std::string>& values(std::string_view attribute) const;
};

enum class LdapScope : std::uint8_t { base, subtree };

struct LdapQuery {
  std::string base;
  LdapScope scope = LdapScope::subtree;
  std::string filter;
  std::vector<std::string> attributes;
  std::uint32_t page_size = 1000;  // of a search in a subtree
};

struct LdapPage {
  std::vector<LdapEntry> entries;
  std::string cookie{};  // for the next page; empty: there is none
};

class LdapServer {
 public:
  virtual ~LdapServer() = default;
  // A base that does not exist gives no entries with LdapScope::base and is refused with subtree.
  virtual registry::Outcome<LdapPage> search(const LdapQuery& query, const std::string& cookie) = 0;
};

struct LdapLimits {
  std::chrono::seconds connect{10};
  std::chrono::seconds answer{30};  // of one operation: a page, the sign-in
};

registry::Outcome<std::unique_ptr<LdapServer>> connect_ldap(const config::DirectorySource& source,
                                                            const LdapLimits& limits = {});

// A value in a filter, RFC 4515: what has a meaning there is escaped.
std::string ldap_filter_value(std::string_view value);

}  // namespace fb::directory
