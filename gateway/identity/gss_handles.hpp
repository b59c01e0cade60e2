// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// GSSAPI's objects with their ends, and its mechanisms. Internal to gateway/identity.
#pragma once

#include <gssapi/gssapi.h>
#include <gssapi/gssapi_ext.h>
#include <gssapi/gssapi_krb5.h>
#include <krb5.h>

#include <array>
#include <string>
#include <string_view>

namespace fb::identity {

// `Ops::release(&handle)` ends one; a handle of nothing is null.
template <class Handle, class Ops>
class GssHandle {
 public:
  GssHandle() = default;
  ~GssHandle() {
    if (handle_ != Handle{}) Ops::release(&handle_);
  }
  GssHandle(const GssHandle&) = delete;
  GssHandle& operator=(const GssHandle&) = delete;

  Handle get() const { return handle_; }
  Handle* out() { return &handle_; }

 private:
  Handle handle_{};
};

struct GssNameOps {
  static void release(gss_name_t* name) {
    OM_uint32 minor = 0;
    gss_release_name(&minor, name);
  }
};
struct GssCredentialOps {
  static void release(gss_cred_id_t* credential) {
    OM_uint32 minor = 0;
    gss_release_cred(&minor, credential);
  }
};
struct GssContextOps {
  static void release(gss_ctx_id_t* context) {
    OM_uint32 minor = 0;
    gss_delete_sec_context(&minor, context, GSS_C_NO_BUFFER);
  }
};
using GssName = GssHandle<gss_name_t, GssNameOps>;
using GssCredential = GssHandle<gss_cred_id_t, GssCredentialOps>;
using GssContext = GssHandle<gss_ctx_id_t, GssContextOps>;

class GssBuffer {
 public:
  GssBuffer() = default;
  ~GssBuffer() {
    OM_uint32 minor = 0;
    gss_release_buffer(&minor, &buffer_);
  }
  GssBuffer(const GssBuffer&) = delete;
  GssBuffer& operator=(const GssBuffer&) = delete;

  gss_buffer_t out() { return &buffer_; }
  std::string_view view() const {
    return {static_cast<const char*>(buffer_.value), buffer_.length};
  }

 private:
  gss_buffer_desc buffer_ = {0, nullptr};
};

// For the calls that take a buffer and do not write to it.
inline gss_buffer_desc gss_view(std::string_view bytes) {
  return {bytes.size(), const_cast<char*>(bytes.data())};
}

// Kerberos, and SPNEGO to carry it. NTLM and whatever else is installed are in neither list.
struct GssMechanisms {
  static constexpr std::string_view kKerberos = "\x2a\x86\x48\x86\xf7\x12\x01\x02\x02";
  static constexpr std::string_view kSpnego = "\x2b\x06\x01\x05\x05\x02";

  static gss_OID_desc oid(std::string_view bytes) {
    return {static_cast<OM_uint32>(bytes.size()), const_cast<char*>(bytes.data())};
  }

  GssMechanisms() = default;
  GssMechanisms(const GssMechanisms&) = delete;
  GssMechanisms& operator=(const GssMechanisms&) = delete;

  std::array<gss_OID_desc, 2> oids{oid(kKerberos), oid(kSpnego)};
  gss_OID_set_desc both{oids.size(), oids.data()};
  gss_OID_set_desc kerberos{1, oids.data()};
  gss_OID spnego = &oids[1];
};

// What the library's table says of a code.
std::string kerberos_words(krb5_error_code code);

// What the library says of a failure of GSSAPI on this thread. Beware: it may name a principal that
// stands in a caller's ticket.
std::string gss_words(OM_uint32 minor);

}  // namespace fb::identity
