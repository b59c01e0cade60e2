// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Recipients from an LDAP server, page by page: everything, or what changed since the cursor.
// Groups are given with all their members, by ranges where the server wants that, and members that
// the filter or the base leaves out are looked up one by one.
//
// Beware: what was deleted, or fits the filter no more, is found by full readings only
// (ldap_cursor.hpp says how often they come). A reading holds a thread of the pool to its end,
// which can be minutes: give it a pool of its own.
#pragma once

#include "gateway/async/offload_pool.hpp"
#include "gateway/directory/directory_reader.hpp"
#include "gateway/directory/ldap_server.hpp"

namespace fb::directory {

// Members that are not among the entries, in one reading.
inline constexpr std::size_t kMemberLookupsMax = 50'000;

registry::Outcome<Reading> read_ldap(LdapServer& server, const ReadRequest& request);

class LdapReader final : public DirectoryReader {
 public:
  explicit LdapReader(async::OffloadPool& blocking, LdapLimits limits = {})
      : blocking_(blocking), limits_(limits) {}
  boost::asio::awaitable<registry::Outcome<Reading>> read(ReadRequest request) override;

 private:
  async::OffloadPool& blocking_;
  LdapLimits limits_;
};

}  // namespace fb::directory
