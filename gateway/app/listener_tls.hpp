// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The listener's certificate and key, and the authorities of client certificates, as the files of
// the settings had them when they were last read without a mistake. A connection keeps what it
// began with. Shared by all threads.
#pragma once

#include <memory>

#include "cache/store/guarded.hpp"
#include "config/settings.hpp"
#include "gateway/net/tls_context.hpp"

namespace fb::app {

class ListenerTls {
 public:
  static model::Result<std::unique_ptr<ListenerTls>> load(const config::Settings& settings);

  // For a new connection.
  std::shared_ptr<const net::ServerTlsContext> current() const;

  // Reads the files again. Where they cannot be used, or belong to different certificates, nothing
  // changes; the error names the file.
  model::Status reload();

 private:
  using Context = std::shared_ptr<const net::ServerTlsContext>;

  explicit ListenerTls(const config::Settings& settings);
  model::Result<Context> read() const;

  const config::ListenerSettings listener_;
  const net::ClientCertificates client_certificates_;
  cache::Guarded<Context> current_;
};

}  // namespace fb::app
