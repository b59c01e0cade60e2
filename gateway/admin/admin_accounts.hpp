// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Who is at the other end of an admin connection: an account of the accounts file, by API token, by
// client certificate, or by the user of this machine that opened the unix socket.
//
// Without an accounts file the socket admits root and the gateway's own user to everything, since
// both can write the registry's file anyway, and nobody else comes in.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cache/store/guarded.hpp"
#include "config/admin_accounts.hpp"
#include "config/settings.hpp"
#include "gateway/admin/admin_error.hpp"
#include "gateway/async/clock.hpp"
#include "gateway/identity/digest.hpp"
#include "gateway/identity/failure_limiter.hpp"
#include "gateway/net/peer_certificate.hpp"

namespace fb::admin {

// What came with one request.
struct Presented {
  std::vector<std::string_view> authorization{};  // every header of that name
  std::optional<net::PeerCertificate> certificate{};
  std::optional<std::uint32_t> user_id{};  // of a unix socket
  std::string peer_address{};
};

struct Admitted {
  std::string name;
  std::vector<config::AdminGrant> grants;
};

// The accounts of one reading of the file. Immutable.
class AccountIndex {
 public:
  // Users of this machine are looked up here, once; one that does not exist is a problem.
  static config::Loaded<AccountIndex> make(config::AdminAccounts accounts);
  // Of no file: see above.
  static AccountIndex of_owners(std::vector<std::uint32_t> user_ids);

  // Each of these looks at every entry, however early one fits.
  const config::AdminAccount* with_token(const identity::Digest& digest) const;
  const config::AdminAccount* with_certificate(const identity::Digest& digest) const;
  const config::AdminAccount* with_user(std::uint32_t user_id) const;

 private:
  struct ByDigest {
    identity::Digest digest;
    std::size_t account;
  };
  struct ByUser {
    std::uint32_t user_id;
    std::size_t account;
  };
  const config::AdminAccount* find(const std::vector<ByDigest>& entries,
                                   const identity::Digest& digest) const;

  std::vector<config::AdminAccount> accounts_;
  std::vector<ByDigest> tokens_;
  std::vector<ByDigest> certificates_;
  std::vector<ByUser> users_;
};

class AdminAccounts {
 public:
  AdminAccounts(AccountIndex first, const config::AuthenticationSettings& settings,
                async::Clock& clock);

  // An Authorization header decides alone: a wrong token is refused, whoever else the connection
  // proves.
  Checked<Admitted> admit(const Presented& presented);
  void replace(AccountIndex next);

 private:
  using Index = std::shared_ptr<const AccountIndex>;
  Checked<Admitted> admit_token(const Presented& presented, const AccountIndex& index);
  AdminError wrong_token(const std::string& peer_address);

  cache::Guarded<Index> current_;
  async::Clock& clock_;
  identity::FailureLimiter limiter_;
};

// The file's accounts, or the owners' where `file` is empty.
config::Loaded<AccountIndex> load_accounts(const std::string& file);

}  // namespace fb::admin
