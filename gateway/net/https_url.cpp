// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/https_url.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace fb::net {
namespace {

using model::Error;
using model::ErrorKind;

constexpr std::size_t kHostBytesMax = 253;

Error unusable(const char* why) {
  return Error::of(ErrorKind::internal, std::string("URL: ") + why);
}

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

std::string bracketed(const HttpsUrl& url) {
  const bool is_v6 = url.host.find(':') != std::string::npos;
  return is_v6 ? "[" + url.host + "]" : url.host;
}

model::Result<std::string> name_of_host(const boost::urls::url_view& url) {
  std::string name(url.encoded_host_name());
  std::transform(name.begin(), name.end(), name.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (name.ends_with('.')) name.pop_back();
  if (name.empty() || name.size() > kHostBytesMax) return unusable("no usable host");
  if (!std::all_of(name.begin(), name.end(), is_name_char)) return unusable("no usable host");
  return name;
}

}  // namespace

std::string HttpsUrl::host_and_port() const {
  return bracketed(*this) + ":" + std::to_string(port);
}

std::string HttpsUrl::host_header() const {
  return port == 443 ? bracketed(*this) : host_and_port();
}

model::Result<HttpsUrl> HttpsUrl::parse(std::string_view text) {
  if (text.size() > kBytesMax) return unusable("too long");
  const auto parsed = boost::urls::parse_uri(text);
  if (!parsed) return unusable("not readable");
  const boost::urls::url_view url = *parsed;
  if (url.scheme_id() != boost::urls::scheme::https) return unusable("not https");
  if (url.has_userinfo()) return unusable("holds a user name");

  HttpsUrl out;
  switch (url.host_type()) {
    case boost::urls::host_type::ipv4:
      out.host = url.host_ipv4_address().to_string();
      out.host_is_address = true;
      break;
    case boost::urls::host_type::ipv6:
      out.host = url.host_ipv6_address().to_string();
      out.host_is_address = true;
      break;
    case boost::urls::host_type::name: {
      auto name = name_of_host(url);
      if (!name) return name.error();
      out.host = std::move(*name);
      break;
    }
    default:
      return unusable("no usable host");
  }
  if (url.has_port() && !url.port().empty()) {
    out.port = url.port_number();
    if (out.port == 0) return unusable("no usable port");
  }
  out.target = std::string(url.encoded_path());
  if (out.target.empty()) out.target = "/";
  // Boost reads "host:-1/" as an empty port and a path that begins with the sign.
  if (!out.target.starts_with('/')) return unusable("no usable path");
  if (url.has_query()) out.target += "?" + std::string(url.encoded_query());
  return out;
}

}  // namespace fb::net
