// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The bytes of a non-blocking socket as they are, for connections that never leave the machine.
//
// Beware: the descriptor stays the caller's and must be open as long as this object is used.
#pragma once

#include "gateway/net/byte_channel.hpp"

namespace fb::net {

class PlainChannel final : public ByteChannel {
 public:
  explicit PlainChannel(int descriptor) : descriptor_(descriptor) {}

  ChannelStep handshake() override { return ChannelStep::done; }
  ChannelStep read(std::span<char> into, std::size_t& count) override;
  ChannelStep write(std::string_view bytes, std::size_t& count) override;
  void say_goodbye() override {}
  bool has_buffered_input() const override { return false; }
  const std::string& reason() const override { return reason_; }

 private:
  ChannelStep failed(ChannelStep not_ready);

  const int descriptor_;
  std::string reason_;
};

}  // namespace fb::net
