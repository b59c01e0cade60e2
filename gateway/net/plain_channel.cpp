// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/plain_channel.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <system_error>

namespace fb::net {

ChannelStep PlainChannel::failed(ChannelStep not_ready) {
  const int error = errno;
  if (error == EAGAIN || error == EWOULDBLOCK || error == EINTR) return not_ready;
  reason_ = std::generic_category().message(error);
  return ChannelStep::closed;
}

ChannelStep PlainChannel::read(std::span<char> into, std::size_t& count) {
  const ssize_t got = ::recv(descriptor_, into.data(), into.size(), 0);
  if (got < 0) return failed(ChannelStep::want_read);
  if (got == 0) {
    reason_ = "closed by the other side";
    return ChannelStep::closed;
  }
  count = static_cast<std::size_t>(got);
  return ChannelStep::done;
}

ChannelStep PlainChannel::write(std::string_view bytes, std::size_t& count) {
  const ssize_t put = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (put < 0) return failed(ChannelStep::want_write);
  count = static_cast<std::size_t>(put);
  return ChannelStep::done;
}

}  // namespace fb::net
