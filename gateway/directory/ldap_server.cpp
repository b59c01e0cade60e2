// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/directory/ldap_server.hpp"

#include <ldap.h>
#include <sys/time.h>

#include <optional>
#include <utility>

#include "gateway/directory/ldap_time_limit.hpp"
#include "protocols/model/letter_case.hpp"

namespace fb::directory {
namespace {

using registry::Outcome;
using registry::Refused;
using registry::RefusedKind;

// Where Debian keeps the authorities that the machine trusts.
constexpr const char* kSystemAuthorities = "/etc/ssl/certs/ca-certificates.crt";

struct Unbinds {
  void operator()(LDAP* ldap) const { ldap_unbind_ext_s(ldap, nullptr, nullptr); }
};
using Handle = std::unique_ptr<LDAP, Unbinds>;

struct FreesMessage {
  void operator()(LDAPMessage* message) const { ldap_msgfree(message); }
};
using Message = std::unique_ptr<LDAPMessage, FreesMessage>;

struct FreesControl {
  void operator()(LDAPControl* control) const { ldap_control_free(control); }
};
using Control = std::unique_ptr<LDAPControl, FreesControl>;

struct FreesControls {
  void operator()(LDAPControl** controls) const { ldap_controls_free(controls); }
};
using Controls = std::unique_ptr<LDAPControl*, FreesControls>;

struct FreesMemory {
  void operator()(char* text) const { ldap_memfree(text); }
};
using LdapText = std::unique_ptr<char, FreesMemory>;

struct FreesValues {
  void operator()(berval** values) const { ldap_value_free_len(values); }
};

timeval time_of(std::chrono::seconds length) {
  timeval out{};
  out.tv_sec = length.count();
  return out;
}

// Whether a later attempt may succeed without anybody having changed anything.
bool may_pass(int code) {
  return code == LDAP_SERVER_DOWN || code == LDAP_TIMEOUT || code == LDAP_BUSY ||
         code == LDAP_UNAVAILABLE || code == LDAP_TIMELIMIT_EXCEEDED;
}

// The library's words for the code alone: those of the server may say anything.
Refused refused(const config::DirectorySource& source, std::string_view step, int code) {
  std::string sentence = source.url + ": " + std::string(step) + ": " + ldap_err2string(code);
  if (code == LDAP_REFERRAL) {
    sentence += ": the server does not hold \"" + source.base +
                "\" itself; name the one that does, since referrals are not followed";
  } else if (code == LDAP_SIZELIMIT_EXCEEDED) {
    sentence += ": the server gives this account no more, even page by page; raise its limit";
  } else if (code == LDAP_INVALID_CREDENTIALS) {
    sentence += ": check bind_dn and password_file";
  } else if (code == LDAP_NO_SUCH_OBJECT) {
    sentence += ": check base, and whether bind_dn may read it";
  } else if (code == LDAP_CONNECT_ERROR) {
    sentence += ": check that its certificate has the name in url and is vouched for in ca_file";
  } else if (code == LDAP_SERVER_DOWN && source.url.starts_with("ldaps://")) {
    // The library does not tell the two apart.
    sentence += ": it cannot be reached, or its certificate is not vouched for in ca_file";
  } else if (code == LDAP_UNAVAILABLE_CRITICAL_EXTENSION) {
    sentence += ": the server has no paged results";
  }
  return {may_pass(code) ? RefusedKind::busy : RefusedKind::mistake, std::move(sentence), {}};
}

class LibldapServer final : public LdapServer {
 public:
  LibldapServer(std::unique_ptr<LdapTimeLimit> time, Handle handle, config::DirectorySource source,
                LdapLimits limits)
      : time_(std::move(time)),
        ldap_(std::move(handle)),
        source_(std::move(source)),
        limits_(limits) {}

  Outcome<LdapPage> search(const LdapQuery& query, const std::string& cookie) override {
    time_->begin(limits_.answer + limits_.connect);
    Outcome<LdapPage> page = search_in_time(query, cookie);
    time_->end();
    if (!page && time_->has_passed()) return refused(source_, "the search", LDAP_TIMEOUT);
    return page;
  }

 private:
  Outcome<LdapPage> search_in_time(const LdapQuery& query, const std::string& cookie) {
    const bool paged = query.scope == LdapScope::subtree;
    Control page_control;
    if (paged) {
      auto made = make_page_control(query.page_size, cookie);
      if (!made) return made.error();
      page_control = *std::move(made);
    }
    std::vector<char*> attributes;
    for (const std::string& name : query.attributes) {
      attributes.push_back(const_cast<char*>(name.c_str()));
    }
    attributes.push_back(nullptr);
    LDAPControl* controls[] = {page_control.get(), nullptr};
    timeval limit = time_of(limits_.answer);
    const int scope = paged ? LDAP_SCOPE_SUBTREE : LDAP_SCOPE_BASE;
    int id = 0;
    int code = ldap_search_ext(ldap_.get(), query.base.c_str(), scope, query.filter.c_str(),
                               attributes.data(), 0, paged ? controls : nullptr, nullptr, &limit,
                               LDAP_NO_LIMIT, &id);
    if (code != LDAP_SUCCESS) return refused(source_, "the search", code);
    LDAPMessage* raw = nullptr;
    const int type = ldap_result(ldap_.get(), id, LDAP_MSG_ALL, &limit, &raw);
    const Message answer(raw);
    if (type == 0) {
      ldap_abandon_ext(ldap_.get(), id, nullptr, nullptr);
      return refused(source_, "the search", LDAP_TIMEOUT);
    }
    if (type < 0) {
      ldap_get_option(ldap_.get(), LDAP_OPT_RESULT_CODE, &code);
      return refused(source_, "the search", code == LDAP_SUCCESS ? LDAP_SERVER_DOWN : code);
    }
    return read_page(answer.get(), paged);
  }

  Outcome<Control> make_page_control(std::uint32_t size, const std::string& cookie) {
    std::string copy = cookie;
    berval given{static_cast<ber_len_t>(copy.size()), copy.data()};
    LDAPControl* made = nullptr;
    const int code =
        ldap_create_page_control(ldap_.get(), static_cast<ber_int_t>(size), &given, 1, &made);
    if (code != LDAP_SUCCESS) return refused(source_, "the search", code);
    return Control(made);
  }

  Outcome<LdapPage> read_page(LDAPMessage* answer, bool paged) {
    int code = LDAP_OTHER;
    LDAPControl** raw_controls = nullptr;
    const int parsed =
        ldap_parse_result(ldap_.get(), answer, &code, nullptr, nullptr, nullptr, &raw_controls, 0);
    const Controls controls(raw_controls);
    if (parsed != LDAP_SUCCESS) return refused(source_, "the search", parsed);
    LdapPage page;
    if (code == LDAP_NO_SUCH_OBJECT && !paged) return page;
    if (code != LDAP_SUCCESS) return refused(source_, "the search", code);
    for (LDAPMessage* entry = ldap_first_entry(ldap_.get(), answer); entry != nullptr;
         entry = ldap_next_entry(ldap_.get(), entry)) {
      auto read = read_entry(entry);
      if (!read) return read.error();
      page.entries.push_back(*std::move(read));
    }
    if (!paged) return page;
    LDAPControl* found = ldap_control_find(LDAP_CONTROL_PAGEDRESULTS, controls.get(), nullptr);
    if (found == nullptr) return page;
    ber_int_t estimate = 0;
    berval cookie{};
    const int read = ldap_parse_pageresponse_control(ldap_.get(), found, &estimate, &cookie);
    if (read != LDAP_SUCCESS) return refused(source_, "the search", read);
    if (cookie.bv_val != nullptr) {
      page.cookie.assign(cookie.bv_val, cookie.bv_len);
      ber_memfree(cookie.bv_val);
    }
    return page;
  }

  Outcome<LdapEntry> read_entry(LDAPMessage* message) {
    LdapEntry entry;
    if (const LdapText dn{ldap_get_dn(ldap_.get(), message)}) entry.dn = dn.get();
    BerElement* position = nullptr;
    for (LdapText name{ldap_first_attribute(ldap_.get(), message, &position)}; name;
         name.reset(ldap_next_attribute(ldap_.get(), message, position))) {
      std::string key(name.get());
      for (char& c : key) c = model::lower(c);
      const std::unique_ptr<berval*, FreesValues> values(
          ldap_get_values_len(ldap_.get(), message, name.get()));
      std::vector<std::string>& into = entry.attributes[key];
      for (berval** each = values.get(); each != nullptr && *each != nullptr; ++each) {
        into.emplace_back((*each)->bv_val, (*each)->bv_len);
      }
      if (into.size() <= kLdapValuesMax) continue;
      ber_free(position, 0);
      return Refused{
          RefusedKind::mistake, entry.dn + ": the attribute " + key + " has too many values", {}};
    }
    ber_free(position, 0);
    return entry;
  }

  std::unique_ptr<LdapTimeLimit> time_;  // outlives the handle
  Handle ldap_;
  config::DirectorySource source_;
  LdapLimits limits_;
};

// The first option that cannot be set, as a code.
int set_options(LDAP* ldap, const config::DirectorySource& source, const LdapLimits& limits) {
  const int version = LDAP_VERSION3;
  const int demand = LDAP_OPT_X_TLS_HARD;
  const int oldest_tls = LDAP_OPT_X_TLS_PROTOCOL_TLS1_2;
  const int as_client = 0;
  const timeval connect = time_of(limits.connect);
  const timeval answer = time_of(limits.answer);
  const char* authorities = source.ca_file.empty() ? kSystemAuthorities : source.ca_file.c_str();
  const std::pair<int, const void*> options[] = {
      {LDAP_OPT_PROTOCOL_VERSION, &version},
      {LDAP_OPT_REFERRALS, LDAP_OPT_OFF},
      {LDAP_OPT_RESTART, LDAP_OPT_ON},
      {LDAP_OPT_NETWORK_TIMEOUT, &connect},
      {LDAP_OPT_TIMEOUT, &answer},
      {LDAP_OPT_X_TLS_REQUIRE_CERT, &demand},
      {LDAP_OPT_X_TLS_PROTOCOL_MIN, &oldest_tls},
      {LDAP_OPT_X_TLS_CACERTFILE, authorities},
      // Takes the options above; it is the last.
      {LDAP_OPT_X_TLS_NEWCTX, &as_client},
  };
  for (const auto& [option, value] : options) {
    const int code = ldap_set_option(ldap, option, value);
    if (code != LDAP_OPT_SUCCESS) return code;
  }
  return LDAP_SUCCESS;
}

}  // namespace

std::string_view LdapEntry::value(std::string_view attribute) const {
  const auto& all = values(attribute);
  return all.empty() ? std::string_view() : std::string_view(all.front());
}

const std::vector<std::string>& LdapEntry::values(std::string_view attribute) const {
  static const std::vector<std::string> kNone;
  const auto found = attributes.find(attribute);
  return found == attributes.end() ? kNone : found->second;
}

Outcome<std::unique_ptr<LdapServer>> connect_ldap(const config::DirectorySource& source,
                                                  const LdapLimits& limits) {
  // A name with an empty password signs in as nobody, and is told that it worked.
  if (!source.bind_dn.empty() && source.password.empty()) {
    return Refused{RefusedKind::mistake, source.url + ": the password of bind_dn is empty", {}};
  }
  auto time = std::make_unique<LdapTimeLimit>();
  LDAP* made = nullptr;
  int code = ldap_initialize(&made, source.url.c_str());
  Handle ldap(made);
  if (code != LDAP_SUCCESS) return refused(source, "the address", code);
  code = set_options(ldap.get(), source, limits);
  if (code != LDAP_SUCCESS || time->watch(ldap.get()) != LDAP_OPT_SUCCESS) {
    return Refused{RefusedKind::mistake, source.url + ": TLS cannot be set up: check ca_file", {}};
  }
  time->begin(limits.connect + limits.answer);
  if (!source.url.starts_with("ldaps://")) {
    code = ldap_start_tls_s(ldap.get(), nullptr, nullptr);
    if (code != LDAP_SUCCESS) {
      if (time->has_passed()) code = LDAP_TIMEOUT;
      return refused(source, "StartTLS, without which nothing is said", code);
    }
  }
  std::string password(source.password.reveal());
  berval secret{static_cast<ber_len_t>(password.size()), password.data()};
  code = ldap_sasl_bind_s(ldap.get(), source.bind_dn.c_str(), LDAP_SASL_SIMPLE, &secret, nullptr,
                          nullptr, nullptr);
  config::wipe(password);
  time->end();
  if (time->has_passed()) code = LDAP_TIMEOUT;
  if (code != LDAP_SUCCESS) return refused(source, "the sign-in", code);
  return std::unique_ptr<LdapServer>(
      std::make_unique<LibldapServer>(std::move(time), std::move(ldap), source, limits));
}

std::string ldap_filter_value(std::string_view value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte > ' ' && byte < 0x7f && c != '*' && c != '(' && c != ')' && c != '\\';
    if (plain) {
      out.push_back(c);
    } else {
      out.push_back('\\');
      out.push_back(kDigits[byte >> 4]);
      out.push_back(kDigits[byte & 15]);
    }
  }
  return out;
}

}  // namespace fb::directory
