// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/app/listener_tls.hpp"

#include <utility>

namespace fb::app {

ListenerTls::ListenerTls(const config::Settings& settings)
    : listener_(settings.listener),
      client_certificates_{settings.authentication.client_certificates,
                           settings.authentication.client_ca_file} {}

model::Result<ListenerTls::Context> ListenerTls::read() const {
  return net::ServerTlsContext::load(listener_.certificate_file, listener_.private_key_file,
                                     client_certificates_);
}

model::Result<std::unique_ptr<ListenerTls>> ListenerTls::load(const config::Settings& settings) {
  std::unique_ptr<ListenerTls> made(new ListenerTls(settings));
  const model::Status loaded = made->reload();
  if (!loaded) return loaded.error();
  return made;
}

std::shared_ptr<const net::ServerTlsContext> ListenerTls::current() const {
  return current_.with([](const Context& context) { return context; });
}

model::Status ListenerTls::reload() {
  auto context = read();
  if (!context) return context.error();
  current_.with([&](Context& kept) { kept.swap(*context); });
  return {};
}

}  // namespace fb::app
