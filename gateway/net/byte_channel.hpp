// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a connection needs of the bytes below it, with TLS or without. Nothing here waits: every
// step either does its work or says what has to become possible first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace fb::net {

enum class ChannelStep : std::uint8_t { done, want_read, want_write, closed, broken };

class ByteChannel {
 public:
  virtual ~ByteChannel() = default;

  virtual ChannelStep handshake() = 0;
  // `count` is what was read or written; set only when done.
  virtual ChannelStep read(std::span<char> into, std::size_t& count) = 0;
  virtual ChannelStep write(std::string_view bytes, std::size_t& count) = 0;
  // One try to say goodbye; whether it was heard does not matter.
  virtual void say_goodbye() = 0;

  virtual bool has_buffered_input() const = 0;
  // Why the last step was closed or broken.
  virtual const std::string& reason() const = 0;
};

}  // namespace fb::net
