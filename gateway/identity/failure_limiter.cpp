// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/failure_limiter.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

namespace fb::identity {
namespace {

namespace ip = boost::asio::ip;

constexpr std::size_t kCustomerPrefixBytes = 8;

std::string counted_address(std::string_view text) {
  boost::system::error_code ec;
  const ip::address address = ip::make_address(std::string(text), ec);
  if (ec || address.is_v4()) return std::string(text);
  const ip::address_v6 six = address.to_v6();
  if (six.is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, six).to_string();
  auto bytes = six.to_bytes();
  std::fill(bytes.begin() + kCustomerPrefixBytes, bytes.end(), static_cast<unsigned char>(0));
  return ip::address_v6(bytes).to_string();
}

}  // namespace

std::string FailureLimiter::key(std::string_view account, std::string_view peer_address) {
  return counted_address(peer_address) + '\n' + std::string(account);
}

std::chrono::seconds FailureLimiter::take(const std::string& key, async::SteadyTime now) {
  std::chrono::seconds wait{0};
  entries_.edit(key, [&](Entry& entry) {
    if (entry.attempts == 0 || now >= entry.ends) {
      entry.attempts = 0;
      entry.ends = now + window_;
    }
    if (entry.attempts < failures_max_) {
      ++entry.attempts;
    } else {
      wait = std::chrono::ceil<std::chrono::seconds>(entry.ends - now);
    }
    return 1;
  });
  return wait;
}

void FailureLimiter::give_back(const std::string& key) {
  entries_.edit_existing(key, [](Entry& entry) {
    if (entry.attempts > 0) --entry.attempts;
    return entry.attempts == 0 ? 0 : 1;
  });
}

}  // namespace fb::identity
