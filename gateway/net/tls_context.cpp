// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/tls_context.hpp"

#include <openssl/ssl.h>

#include <string_view>
#include <utility>

#include "gateway/net/client_certificate.hpp"
#include "gateway/net/openssl_text.hpp"

namespace fb::net {
namespace {

using model::Error;
using model::ErrorKind;

struct ContextDeleter {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using Context = std::unique_ptr<SSL_CTX, ContextDeleter>;

// ALPN's form of a protocol list: each name after its length. A client that was told to speak 1.0
// offers that alone.
constexpr std::string_view kServed = "\x08http/1.1\x08http/1.0";
constexpr std::string_view kAsked = "\x08http/1.1";

const unsigned char* bytes_of(std::string_view protocols) {
  return reinterpret_cast<const unsigned char*>(protocols.data());
}

Error failed(const std::string& what) {
  return Error::of(ErrorKind::internal, what + ": " + take_openssl_errors());
}

// A client that offers only other protocols is refused in the handshake, not half-way through a
// request.
int choose_http1(SSL*, const unsigned char** out, unsigned char* out_length,
                 const unsigned char* offered, unsigned int offered_length, void*) {
  unsigned char* chosen = nullptr;
  const int outcome = SSL_select_next_proto(&chosen, out_length, bytes_of(kServed), kServed.size(),
                                            offered, offered_length);
  if (outcome != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_ALERT_FATAL;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

// Both ends: the policy that no setting changes.
Context new_context(const SSL_METHOD* method) {
  Context context(SSL_CTX_new(method));
  if (!context) return context;
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.get(), SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  return context;
}

model::Status use_key_pair(SSL_CTX* context, const std::string& certificate_chain_file,
                           const std::string& private_key_file) {
  if (SSL_CTX_use_certificate_chain_file(context, certificate_chain_file.c_str()) != 1) {
    return failed("certificate file " + certificate_chain_file);
  }
  if (SSL_CTX_use_PrivateKey_file(context, private_key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
    return failed("private key file " + private_key_file);
  }
  return {};
}

}  // namespace

model::Result<std::shared_ptr<const ServerTlsContext>> ServerTlsContext::load(
    const std::string& certificate_chain_file, const std::string& private_key_file,
    const ClientCertificates& client_certificates) {
  Context context = new_context(TLS_server_method());
  if (!context) return failed("TLS context");
  // Who is trusted to sign for callers is not who signed for us.
  SSL_CTX_set_mode(context.get(), SSL_MODE_NO_AUTO_CHAIN);
  // One record, one system call.
  SSL_CTX_set_read_ahead(context.get(), 1);
  SSL_CTX_set_options(context.get(), SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_alpn_select_cb(context.get(), choose_http1, nullptr);
  const model::Status pair = use_key_pair(context.get(), certificate_chain_file, private_key_file);
  if (!pair) return pair.error();
  if (client_certificates.asked_for) {
    const model::Status asking =
        ask_for_client_certificates(context.get(), client_certificates.ca_file);
    if (!asking) return asking.error();
  }
  return std::shared_ptr<const ServerTlsContext>(new ServerTlsContext(context.release()));
}

ServerTlsContext::~ServerTlsContext() { SSL_CTX_free(context_); }

model::Result<std::shared_ptr<const ClientTlsContext>> ClientTlsContext::load(
    const std::string& ca_file, const OwnCertificate& own) {
  Context context = new_context(TLS_client_method());
  if (!context) return failed("TLS context");
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  if (SSL_CTX_set_alpn_protos(context.get(), bytes_of(kAsked), kAsked.size()) != 0) {
    return failed("ALPN");
  }
  if (ca_file.empty()) {
    if (SSL_CTX_set_default_verify_paths(context.get()) != 1) return failed("system trust store");
  } else if (SSL_CTX_load_verify_file(context.get(), ca_file.c_str()) != 1) {
    return failed("CA file " + ca_file);
  }
  if (!own.certificate_chain_file.empty()) {
    const model::Status pair =
        use_key_pair(context.get(), own.certificate_chain_file, own.private_key_file);
    if (!pair) return pair.error();
  }
  return std::shared_ptr<const ClientTlsContext>(new ClientTlsContext(context.release()));
}

ClientTlsContext::~ClientTlsContext() { SSL_CTX_free(context_); }

}  // namespace fb::net
