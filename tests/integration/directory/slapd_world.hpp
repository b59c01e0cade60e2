// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A real OpenLDAP server with the attributes of an Exchange organisation, in a folder of its own
// and on a free port of the loopback. It is gone with this.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "config/federation.hpp"
#include "tests/support/running_program.hpp"
#include "tests/support/test_pki.hpp"
#include "tests/unit/config/temp_folder.hpp"

namespace fb::test {

inline constexpr std::string_view kReader = "cn=reader,dc=contoso,dc=example";
// May see no more than five entries of a search, however it is paged.
inline constexpr std::string_view kLimited = "cn=limited,dc=contoso,dc=example";
inline constexpr std::string_view kPassword = "of this test alone";

class SlapdWorld {
 public:
  enum class Tls { offered, not_offered };
  explicit SlapdWorld(Tls tls = Tls::offered);

  // Both only while it is stopped.
  void add(const std::string& ldif);
  void remove_everything();

  void start();
  void stop() { slapd_.reset(); }
  void kill_at_once() { slapd_->kill_at_once(); }

  // StartTLS at 127.0.0.1, with the certification authority of this world. Not "localhost": libldap
  // takes that for the name of the machine and looks for it in the certificate.
  config::DirectorySource source() const;
  std::string url(std::string_view scheme, std::string_view host) const;

 private:
  void write_configuration(Tls tls);
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  config::TempFolder folder_;
  TestPki pki_;
  std::uint16_t port_ = free_port();
  std::uint16_t tls_port_ = free_port();
  std::unique_ptr<RunningProgram> slapd_;
};

// One entry below dc=contoso,dc=example, changed at that time (20310101HHMMSSZ); `more` is further
// lines.
std::string contact_ldif(const std::string& name, const std::string& changed,
                         const std::string& more = {});
// The suffix and the two accounts.
std::string base_ldif();

}  // namespace fb::test
