// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The serving end of TLS on a non-blocking descriptor. Nothing here waits: every step either does
// its work or says what has to become possible first. The descriptor stays the caller's.
//
// Beware: the descriptor must be open as long as this object is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "gateway/net/tls_context.hpp"

struct ssl_st;

namespace fb::net {

enum class TlsStep : std::uint8_t { done, want_read, want_write, closed, broken };

class TlsChannel {
 public:
  TlsChannel(const ServerTlsContext& context, int descriptor);
  ~TlsChannel();
  TlsChannel(const TlsChannel&) = delete;
  TlsChannel& operator=(const TlsChannel&) = delete;

  TlsStep accept();
  // `count` is what was read or written; set only when done.
  TlsStep read(std::span<char> into, std::size_t& count);
  TlsStep write(std::string_view bytes, std::size_t& count);
  // One try to say goodbye; whether it was heard does not matter.
  void say_goodbye();

  bool has_buffered_input() const;
  bool spoke_plain_http() const { return plain_http_; }
  // Why the last step was closed or broken.
  const std::string& reason() const { return reason_; }

 private:
  TlsStep explain(int outcome);

  ssl_st* ssl_;
  std::string reason_;
  bool plain_http_ = false;
  bool broken_ = false;
};

}  // namespace fb::net
