// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// The three answers of a peer. The first byte says which one the rest is.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "protocols/autodiscover/autodiscover.hpp"

namespace {

using namespace fb;

void require(bool holds) {
  if (!holds) std::abort();
}

// Whatever is found can be put into a request: bounded, and without a character that ends a line.
void check_url(const std::string& url) {
  require(!url.empty() && url.size() <= 2048);
  require(std::all_of(url.begin(), url.end(), [](char c) { return c > 0x20 && c < 0x7f; }));
}

void check(const model::Result<autodiscover::Discovery>& found) {
  if (!found) {
    require(found.error().detail().size() < 100);
    require(found.error().peer_text().size() <= model::Error::kPeerTextBytesMax);
    return;
  }
  if (const auto* endpoint = std::get_if<autodiscover::EwsEndpoint>(&*found)) {
    check_url(endpoint->url);
  } else if (const auto* url = std::get_if<autodiscover::RedirectToUrl>(&*found)) {
    check_url(url->url);
  } else {
    const auto& address = std::get<autodiscover::RedirectToAddress>(*found).address;
    require(model::SmtpAddress::parse(address).has_value());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string body(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 3) {
    case 0:
      check(autodiscover::decode_user_settings_answer(body));
      break;
    case 1:
      check(autodiscover::decode_pox_answer(body));
      break;
    default:
      check(autodiscover::decode_json_answer(body));
  }
  return 0;
}
