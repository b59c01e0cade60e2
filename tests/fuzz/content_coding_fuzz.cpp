// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "gateway/front/content_coding.hpp"

namespace {

using namespace fb;

constexpr std::size_t kBytesMax = 100'000;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

// As the body of a request, as the value of Accept-Encoding, and as the body of an answer: nothing
// grows beyond its bound, and what is deflated is inflated to what it was.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  std::string room;
  const auto meant = front::decoded_body("gzip", bytes, kBytesMax, room);
  const std::size_t most = std::max(front::kInflationFloorBytes, size * front::kInflationRatioMax);
  require(room.size() <= std::min(most, kBytesMax) + 1);
  if (meant) require(meant->size() <= std::min(most, kBytesMax) || size == meant->size());
  static_cast<void>(front::prefers_gzip(bytes));

  net::ResponseBuffer response;
  for (int i = 0; i < 20; ++i) response.body() += bytes;
  const std::string plain(response.body_view());
  front::encode_body("gzip", response);
  const std::string sent(response.body_view());
  if (sent == plain) return 0;
  require(sent.size() < plain.size());
  const auto again = front::decoded_body("gzip", sent, plain.size(), room);
  if (again) require(*again == plain);
  return 0;
}
