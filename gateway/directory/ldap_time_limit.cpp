// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/directory/ldap_time_limit.hpp"

#include <sys/socket.h>

#include "gateway/async/clock.hpp"

namespace fb::directory {

LdapTimeLimit::LdapTimeLimit()
    : callback_{&on_connect, &on_close, this}, thread_([this] { run(); }) {}

LdapTimeLimit::~LdapTimeLimit() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

int LdapTimeLimit::watch(LDAP* ldap) {
  return ldap_set_option(ldap, LDAP_OPT_CONNECT_CB, &callback_);
}

int LdapTimeLimit::on_connect(LDAP* ldap, Sockbuf* socket, LDAPURLDesc*, sockaddr*,
                              ldap_conncb* self) {
  int descriptor = -1;
  ber_sockbuf_ctrl(socket, LBER_SB_OPT_GET_FD, &descriptor);
  // With it the handshake would be made without blocking, and libldap would spin on it.
  ldap_set_option(ldap, LDAP_OPT_NETWORK_TIMEOUT, nullptr);
  auto& limit = *static_cast<LdapTimeLimit*>(self->lc_arg);
  const std::lock_guard lock(limit.mutex_);
  limit.socket_ = descriptor;
  return 0;
}

void LdapTimeLimit::on_close(LDAP*, Sockbuf*, ldap_conncb* self) {
  auto& limit = *static_cast<LdapTimeLimit*>(self->lc_arg);
  const std::lock_guard lock(limit.mutex_);
  limit.socket_ = -1;
}

void LdapTimeLimit::begin(std::chrono::seconds length) {
  {
    const std::lock_guard lock(mutex_);
    until_ = async::real_clock().now() + length;
  }
  changed_.notify_one();
}

void LdapTimeLimit::end() {
  const std::lock_guard lock(mutex_);
  until_.reset();
}

bool LdapTimeLimit::has_passed() const {
  const std::lock_guard lock(mutex_);
  return passed_;
}

void LdapTimeLimit::run() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    if (!until_) {
      changed_.wait(lock);
      continue;
    }
    const auto until = *until_;
    changed_.wait_until(lock, until);
    if (!until_ || async::real_clock().now() < *until_) continue;
    until_.reset();
    passed_ = true;
    if (socket_ >= 0) ::shutdown(socket_, SHUT_RDWR);
  }
}

}  // namespace fb::directory
