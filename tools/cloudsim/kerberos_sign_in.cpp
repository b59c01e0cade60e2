// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/cloudsim/kerberos_sign_in.hpp"

#include <gssapi/gssapi.h>
#include <gssapi/gssapi_ext.h>

#include "protocols/wire/base64.hpp"
#include "tools/cloudsim/message.hpp"

namespace fb::cloudsim {
namespace {

constexpr std::string_view kScheme = "Negotiate ";

// Everything that one attempt holds.
class Attempt {
 public:
  Attempt() = default;
  ~Attempt() {
    OM_uint32 minor = 0;
    gss_release_buffer(&minor, &name_);
    gss_release_buffer(&minor, &answer_);
    gss_release_name(&minor, &caller_);
    gss_delete_sec_context(&minor, &context_, GSS_C_NO_BUFFER);
    gss_release_cred(&minor, &keys_);
  }
  Attempt(const Attempt&) = delete;
  Attempt& operator=(const Attempt&) = delete;

  bool accept(const std::string& keytab_file, std::string token) {
    gss_key_value_element_desc element{"keytab", keytab_file.c_str()};
    const gss_key_value_set_desc store{1, &element};
    OM_uint32 minor = 0;
    OM_uint32 major =
        gss_acquire_cred_from(&minor, GSS_C_NO_NAME, GSS_C_INDEFINITE, GSS_C_NO_OID_SET,
                              GSS_C_ACCEPT, &store, &keys_, nullptr, nullptr);
    if (GSS_ERROR(major)) return false;
    gss_buffer_desc input{token.size(), token.data()};
    major = gss_accept_sec_context(&minor, &context_, keys_, &input, GSS_C_NO_CHANNEL_BINDINGS,
                                   &caller_, nullptr, &answer_, nullptr, nullptr, nullptr);
    return major == GSS_S_COMPLETE &&
           gss_display_name(&minor, caller_, &name_, nullptr) == GSS_S_COMPLETE;
  }

  std::string principal() const { return {static_cast<const char*>(name_.value), name_.length}; }
  std::string answer() const {
    const auto* const bytes = static_cast<const std::uint8_t*>(answer_.value);
    return wire::base64({bytes, answer_.length});
  }

 private:
  gss_cred_id_t keys_ = GSS_C_NO_CREDENTIAL;
  gss_ctx_id_t context_ = GSS_C_NO_CONTEXT;
  gss_name_t caller_ = GSS_C_NO_NAME;
  gss_buffer_desc name_ = {0, nullptr};
  gss_buffer_desc answer_ = {0, nullptr};
};

}  // namespace

std::optional<KerberosCaller> kerberos_sign_in(const std::string& keytab_file,
                                               std::string_view authorization) {
  if (!same_text(authorization.substr(0, kScheme.size()), kScheme)) return std::nullopt;
  const auto token = wire::read_base64(authorization.substr(kScheme.size()));
  if (!token) return std::nullopt;
  Attempt attempt;
  if (!attempt.accept(keytab_file, *token)) return std::nullopt;
  return KerberosCaller{attempt.principal(), "Negotiate " + attempt.answer()};
}

}  // namespace fb::cloudsim
