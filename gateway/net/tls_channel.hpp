// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// TLS on a non-blocking descriptor. Nothing here waits: every step either does its work or says
// what has to become possible first. The descriptor stays the caller's.
//
// Beware: the descriptor must be open as long as this object is used.
#pragma once

#include "gateway/net/byte_channel.hpp"
#include "gateway/net/tls_context.hpp"

struct ssl_ctx_st;
struct ssl_st;

namespace fb::net {

using TlsStep = ChannelStep;

// Whom a client expects at the other end.
struct TlsName {
  std::string host;
  bool is_address = false;
};

class TlsChannel final : public ByteChannel {
 public:
  TlsChannel(const ServerTlsContext& context, int descriptor);
  // The certificate has to carry that name; a name (not an address) is also asked for.
  TlsChannel(const ClientTlsContext& context, int descriptor, const TlsName& peer);
  ~TlsChannel() override;
  TlsChannel(const TlsChannel&) = delete;
  TlsChannel& operator=(const TlsChannel&) = delete;

  TlsStep handshake() override;
  TlsStep read(std::span<char> into, std::size_t& count) override;
  TlsStep write(std::string_view bytes, std::size_t& count) override;
  void say_goodbye() override;

  bool has_buffered_input() const override;
  // For what the handshake has proved.
  const ssl_st* native() const { return ssl_; }
  bool spoke_plain_http() const { return plain_http_; }
  const std::string& reason() const override { return reason_; }
  // The other side said goodbye; what it sent before is complete.
  bool ended_cleanly() const { return ended_cleanly_; }

 private:
  TlsChannel(ssl_ctx_st* context, int descriptor);
  TlsStep explain(int outcome);

  ssl_st* ssl_;
  std::string reason_;
  bool plain_http_ = false;
  bool broken_ = false;
  bool ended_cleanly_ = false;
};

}  // namespace fb::net
