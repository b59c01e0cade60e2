// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// TLS policy in one place: 1.2 or later, certificates always verified, no switch that turns it off.
// OpenSSL stays behind these two classes.
#pragma once

#include <memory>
#include <string>

#include "protocols/model/result.hpp"

struct ssl_ctx_st;

namespace fb::net {

// Whether callers are asked for certificates of their own, and who has to have signed them.
struct ClientCertificates {
  bool asked_for = false;
  std::string ca_file{};  // PEM; empty: no certificate is trusted for its chain
};

class ServerTlsContext {
 public:
  // Errors name the file and what OpenSSL says of it.
  static model::Result<std::shared_ptr<const ServerTlsContext>> load(
      const std::string& certificate_chain_file, const std::string& private_key_file,
      const ClientCertificates& client_certificates = {});
  ~ServerTlsContext();
  ssl_ctx_st* native() const { return context_; }

 private:
  explicit ServerTlsContext(ssl_ctx_st* context) : context_(context) {}
  ssl_ctx_st* context_;
};

// Our own certificate, for servers that ask for one. PEM files; both or none.
struct OwnCertificate {
  std::string certificate_chain_file{};
  std::string private_key_file{};
};

class ClientTlsContext {
 public:
  // `ca_file`: PEM certificates to trust instead of the system's store; empty for the system's.
  static model::Result<std::shared_ptr<const ClientTlsContext>> load(
      const std::string& ca_file, const OwnCertificate& own = {});
  ~ClientTlsContext();
  ssl_ctx_st* native() const { return context_; }

 private:
  explicit ClientTlsContext(ssl_ctx_st* context) : context_(context) {}
  ssl_ctx_st* context_;
};

}  // namespace fb::net
