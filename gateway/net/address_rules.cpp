// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/address_rules.hpp"

#include <algorithm>
#include <optional>

namespace fb::net {
namespace {

namespace ip = boost::asio::ip;
using boost::system::error_code;

// The special-purpose registries of IANA (RFC 6890 and what updates it), and multicast.
constexpr const char* kSpecialV4[] = {
    "0.0.0.0/8",       // this network
    "10.0.0.0/8",      // private
    "100.64.0.0/10",   // shared by a carrier's customers
    "127.0.0.0/8",     // loopback
    "169.254.0.0/16",  // link-local: metadata services of clouds live here
    "172.16.0.0/12",   // private
    "192.0.0.0/24",    // protocol assignments
    "192.0.2.0/24",    // documentation
    "192.88.99.0/24",  // 6to4 relays
    "192.168.0.0/16",  // private
    "198.18.0.0/15",   // benchmarks
    "198.51.100.0/24", "203.0.113.0/24",
    "224.0.0.0/4",  // multicast
    "240.0.0.0/4",  // reserved, broadcast
};

constexpr const char* kSpecialV6[] = {
    "::/96",           // unspecified, loopback, and IPv4 inside IPv6 as it once was written
    "64:ff9b:1::/48",  // local translation
    "100::/64",        // discard
    "2001::/23",       // protocol assignments, Teredo among them
    "2001:db8::/32",  "3fff::/20",  // documentation
    "5f00::/16",                    // segment routing
    "fc00::/7",                     // private
    "fe80::/10",                    // link-local
    "fec0::/10",                    // site-local, as private once was
    "ff00::/8",                     // multicast
};

template <class Network, class Make>
std::vector<Network> networks(const auto& texts, Make make) {
  std::vector<Network> all;
  for (const char* text : texts) all.push_back(make(text));
  return all;
}

const std::vector<ip::network_v4>& special_v4() {
  static const auto all = networks<ip::network_v4>(
      kSpecialV4, [](const char* text) { return ip::make_network_v4(text); });
  return all;
}

const std::vector<ip::network_v6>& special_v6() {
  static const auto all = networks<ip::network_v6>(
      kSpecialV6, [](const char* text) { return ip::make_network_v6(text); });
  return all;
}

bool is_in(const ip::network_v4& network, const ip::address_v4& address) {
  return ip::network_v4(address, network.prefix_length()).network() == network.network();
}

bool is_in(const ip::network_v6& network, const ip::address_v6& address) {
  // Without the scope, which would make equal addresses differ.
  const ip::address_v6 plain(address.to_bytes());
  return ip::network_v6(plain, network.prefix_length()).network() == network.network();
}

template <class Networks, class Address>
bool is_in_any(const Networks& all, const Address& address) {
  return std::any_of(all.begin(), all.end(),
                     [&](const auto& network) { return is_in(network, address); });
}

ip::address_v4 v4_at(const ip::address_v6::bytes_type& bytes, std::size_t offset) {
  return ip::address_v4({bytes[offset], bytes[offset + 1], bytes[offset + 2], bytes[offset + 3]});
}

std::optional<ip::address_v4> carried_v4(const ip::address_v6& address) {
  static const ip::network_v6 nat64 = ip::make_network_v6("64:ff9b::/96");
  static const ip::network_v6 six_to_four = ip::make_network_v6("2002::/16");
  const auto bytes = address.to_bytes();
  if (address.is_v4_mapped() || is_in(nat64, address)) return v4_at(bytes, 12);
  if (is_in(six_to_four, address)) return v4_at(bytes, 2);
  return std::nullopt;
}

}  // namespace

AddressRules::AddressRules(const std::vector<std::string>& allow_private) {
  for (const std::string& text : allow_private) {
    error_code failed;
    if (const auto v4 = ip::make_network_v4(text, failed); !failed) {
      allowed_v4_.push_back(v4.canonical());
    } else if (const auto v6 = ip::make_network_v6(text, failed); !failed) {
      allowed_v6_.push_back(v6.canonical());
    } else if (const auto single = ip::make_address(text, failed); !failed) {
      if (single.is_v4()) allowed_v4_.emplace_back(single.to_v4(), 32);
      if (single.is_v6()) allowed_v6_.emplace_back(single.to_v6(), 128);
    }
  }
}

bool AddressRules::allows_v4(const ip::address_v4& address) const {
  return !is_in_any(special_v4(), address) || is_in_any(allowed_v4_, address);
}

bool AddressRules::allows(const ip::address& address) const {
  if (address.is_v4()) return allows_v4(address.to_v4());
  const ip::address_v6 v6 = address.to_v6();
  if (const auto v4 = carried_v4(v6)) return allows_v4(*v4);
  return !is_in_any(special_v6(), v6) || is_in_any(allowed_v6_, v6);
}

}  // namespace fb::net
