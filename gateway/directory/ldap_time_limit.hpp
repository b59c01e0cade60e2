// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Ends what an LDAP connection does when it takes too long, by shutting its socket down. libldap's
// own limits do not reach into a TLS handshake, nor into a record of which a part never comes.
//
// Beware: outlives the LDAP handle that it was given to.
#pragma once

#include <ldap.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace fb::directory {

class LdapTimeLimit {
 public:
  LdapTimeLimit();
  ~LdapTimeLimit();
  LdapTimeLimit(const LdapTimeLimit&) = delete;
  LdapTimeLimit& operator=(const LdapTimeLimit&) = delete;

  // A code of libldap. Before the handle connects.
  int watch(LDAP* ldap);

  void begin(std::chrono::seconds length);
  void end();
  bool has_passed() const;  // once, and for ever: the connection is of no more use

 private:
  static int on_connect(LDAP* ldap, Sockbuf* socket, LDAPURLDesc*, sockaddr*, ldap_conncb* self);
  static void on_close(LDAP* ldap, Sockbuf* socket, ldap_conncb* self);
  void run();

  ldap_conncb callback_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int socket_ = -1;
  std::optional<std::chrono::steady_clock::time_point> until_;
  bool passed_ = false;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace fb::directory
