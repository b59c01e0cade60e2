// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "config/syntax.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>

#include "protocols/model/hop_trail.hpp"
#include "protocols/model/identifiers.hpp"
#include "protocols/model/smtp_address.hpp"

namespace fb::config {
namespace {

// Enough for every bound, and the product with any unit stays far from an overflow.
constexpr std::size_t kDigitsMax = 9;
constexpr std::string_view kScheme = "https://";

struct Unit {
  std::string_view name;
  std::uint64_t factor;
};

// From large to small, so that the first that divides a value is the one to print.
constexpr std::array<Unit, 5> kDurations{{{"d", 24 * 60 * 60 * 1000ull},
                                          {"h", 60 * 60 * 1000ull},
                                          {"m", 60 * 1000ull},
                                          {"s", 1000ull},
                                          {"ms", 1ull}}};
constexpr std::array<Unit, 4> kSizes{
    {{"GiB", 1024ull * 1024 * 1024}, {"MiB", 1024ull * 1024}, {"KiB", 1024ull}, {"B", 1ull}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<std::uint64_t> parse_with_unit(std::string_view text, std::span<const Unit> units) {
  const auto unit_at = std::find_if_not(text.begin(), text.end(), is_digit);
  const auto digits = static_cast<std::size_t>(unit_at - text.begin());
  if (digits == 0 || digits > kDigitsMax) return std::nullopt;
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + digits, number);
  for (const Unit& unit : units) {
    if (text.substr(digits) == unit.name) return number * unit.factor;
  }
  return std::nullopt;
}

std::string print_with_unit(std::uint64_t value, std::span<const Unit> units) {
  if (value == 0) return "0" + std::string(units[units.size() - 2].name);
  const auto fits = std::find_if(units.begin(), units.end(),
                                 [&](const Unit& unit) { return value % unit.factor == 0; });
  return std::to_string(value / fits->factor) + std::string(fits->name);
}

// 4 bytes for IPv4, 16 for IPv6.
std::optional<std::string> address_bytes(std::string_view text) {
  const std::string terminated(text);
  std::string bytes(sizeof(in6_addr), '\0');
  if (inet_pton(AF_INET6, terminated.c_str(), bytes.data()) == 1) return bytes;
  bytes.resize(sizeof(in_addr));
  if (inet_pton(AF_INET, terminated.c_str(), bytes.data()) == 1) return bytes;
  return std::nullopt;
}

std::optional<unsigned> parse_number(std::string_view text, unsigned most) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number > most) {
    return std::nullopt;
  }
  return number;
}

bool is_port(std::string_view text) { return parse_number(text, 65535).value_or(0) != 0; }

bool has_bits_behind(const std::string& bytes, unsigned prefix) {
  for (std::size_t bit = prefix; bit < bytes.size() * 8; ++bit) {
    if ((static_cast<unsigned char>(bytes[bit / 8]) & (0x80u >> (bit % 8))) != 0) return true;
  }
  return false;
}

struct UrlParts {
  std::string_view host;  // an IPv6 address with its brackets
  std::string_view port;  // without the colon, empty where there is no colon
  std::string_view path;
  bool colon = false;
};

UrlParts split_url(std::string_view text) {
  text.remove_prefix(kScheme.size());
  UrlParts parts;
  const std::size_t slash = std::min(text.find('/'), text.size());
  parts.path = text.substr(slash);
  parts.host = text.substr(0, slash);
  const std::size_t bracket = parts.host.rfind(']');
  const std::size_t colon = parts.host.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon != std::string_view::npos) {
    parts.colon = true;
    parts.port = parts.host.substr(colon + 1);
    parts.host = parts.host.substr(0, colon);
  }
  return parts;
}

bool is_url_host(std::string_view host) {
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    const auto bytes = address_bytes(host.substr(1, host.size() - 2));
    return bytes && bytes->size() == sizeof(in6_addr);
  }
  return model::SmtpDomain::parse(host).has_value();
}

bool is_url_path(std::string_view path) {
  return std::all_of(path.begin(), path.end(), [](char c) {
    return c > 0x20 && c < 0x7f &&
           std::string_view("\"<>?#\\^`{|}").find(c) == std::string_view::npos;
  });
}

bool is_https_url(std::string_view text) {
  if (!text.starts_with(kScheme)) return false;
  const UrlParts parts = split_url(text);
  return is_url_host(parts.host) && (!parts.colon || is_port(parts.port)) &&
         is_url_path(parts.path);
}

bool is_name_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
         c == '_';
}

}  // namespace

model::Error mistake(std::string sentence) {
  return model::Error::of(model::ErrorKind::malformed_request, std::move(sentence));
}

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

model::Result<std::chrono::milliseconds> parse_duration(std::string_view text) {
  const auto value = parse_with_unit(text, kDurations);
  if (!value) {
    return mistake("a duration is a whole number with a unit, such as 250ms, 5s, 10m, 4h or 7d");
  }
  return std::chrono::milliseconds(static_cast<std::int64_t>(*value));
}

std::string print_duration(std::chrono::milliseconds duration) {
  return print_with_unit(static_cast<std::uint64_t>(duration.count()), kDurations);
}

model::Result<std::uint64_t> parse_size(std::string_view text) {
  const auto value = parse_with_unit(text, kSizes);
  if (!value) {
    return mistake("a size is a whole number with a unit, such as 512B, 64KiB, 256MiB or 2GiB");
  }
  return *value;
}

std::string print_size(std::uint64_t bytes) { return print_with_unit(bytes, kSizes); }

model::Result<std::string> parse_ip_address(std::string_view text) {
  if (!address_bytes(text)) return mistake("write an IPv4 or IPv6 address in numbers");
  return std::string(text);
}

model::Result<std::string> parse_address_prefix(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto bytes = address_bytes(text.substr(0, slash));
  if (slash == std::string_view::npos || !bytes) {
    return mistake("write an address and the length of its prefix, such as 10.0.0.0/8 or fd00::/8");
  }
  const auto prefix =
      parse_number(text.substr(slash + 1), static_cast<unsigned>(bytes->size() * 8));
  if (!prefix) {
    return mistake("the length of the prefix is a number from 0 to " +
                   std::to_string(bytes->size() * 8));
  }
  if (has_bits_behind(*bytes, *prefix)) {
    return mistake("the address has bits behind its prefix of " + std::to_string(*prefix) +
                   ": write the first address of the range");
  }
  return std::string(text);
}

model::Result<std::string> parse_endpoint(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  bool good = colon != std::string_view::npos && is_port(text.substr(colon + 1));
  if (good) {
    const std::string_view host = text.substr(0, colon);
    const bool brackets = host.size() > 2 && host.front() == '[' && host.back() == ']';
    const auto bytes = address_bytes(brackets ? host.substr(1, host.size() - 2) : host);
    good = bytes && brackets == (bytes->size() == sizeof(in6_addr));
  }
  if (!good) {
    return mistake(
        "write an address in numbers and a port, such as 192.0.2.1:443 or "
        "[2001:db8::1]:443");
  }
  return std::string(text);
}

model::Result<std::string> parse_host_name(std::string_view text) {
  const auto domain = model::SmtpDomain::parse(text);
  if (!domain) return mistake("this is not a host name; write it without https:// and port");
  return domain->str();
}

model::Result<std::string> parse_host_and_port(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return parse_host_name(text);
  const std::string_view port = text.substr(colon + 1);
  if (!is_port(port) || port.front() == '0') {
    return mistake(
        "this is not a host name; write it without https://, or with a port as in "
        "host.example:80");
  }
  auto host = parse_host_name(text.substr(0, colon));
  if (!host) return host.error();
  return *host + ":" + std::string(port);
}

model::Result<std::string> parse_https_url(std::string_view text) {
  if (!is_https_url(text)) {
    return mistake("write https://host/path, without user, query and fragment");
  }
  return std::string(text);
}

model::Result<std::string> parse_https_origin(std::string_view text) {
  if (!is_https_url(text) || !split_url(text).path.empty()) {
    return mistake("write https://host or https://host:port, with nothing behind");
  }
  return std::string(text);
}

std::string_view host_of_url(std::string_view url) { return split_url(url).host; }

model::Result<std::string> parse_gateway_id(std::string_view text) {
  const auto trail = model::HopTrail::parse(text);
  if (!trail || trail->size() != 1 || trail->str() != text) {
    return mistake("an id has 1 to " + std::to_string(model::HopTrail::kIdBytesMax) +
                   " letters, digits, dots, hyphens and underscores");
  }
  return std::string(text);
}

model::Result<std::string> parse_guid(std::string_view text) {
  const auto guid = model::TenantId::parse(text);
  if (!guid) return guid.error();
  return guid->str();
}

model::Result<std::string> parse_sha256(std::string_view text) {
  std::string digits = ascii_lower(text);
  std::erase(digits, ':');
  const bool hexadecimal = std::all_of(digits.begin(), digits.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  });
  if (digits.size() != 64 || !hexadecimal) {
    return mistake("write a SHA-256 digest in 64 hexadecimal digits");
  }
  return digits;
}

model::Result<std::string> parse_name(std::string_view text) {
  if (text.empty() || text.size() > kNameBytesMax ||
      !std::all_of(text.begin(), text.end(), is_name_character)) {
    return mistake("a name has 1 to " + std::to_string(kNameBytesMax) +
                   " letters, digits, dots, hyphens and underscores");
  }
  return std::string(text);
}

model::Result<std::string> parse_display_name(std::string_view text) {
  if (text.empty() || text.size() > kNameBytesMax) {
    return mistake("a name has 1 to " + std::to_string(kNameBytesMax) + " bytes");
  }
  return std::string(text);
}

}  // namespace fb::config
