// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <cstdint>
#include <cstdlib>

#include "protocols/wire/base64.hpp"
#include "protocols/wstrust/security_header.hpp"

namespace {

using namespace fb::wstrust;

void require(bool holds) {
  if (!holds) std::abort();
}

void check_header(std::string_view text) {
  const auto read = read_security_header(text);
  if (!read) {
    require(read.error().rule().starts_with("saml.") && !read.error().detail().empty());
    return;
  }
  require(text.size() <= kSecuredEnvelopeBytesMax + 3);  // and a byte order mark
  require(read->shape.elements <= kSecuredEnvelopeElementsMax);
  require(!read->to.empty() && read->to.size() <= kAddressBytesMax);
  require(read->token.cipher.size() <= kCipherBytesMax);
  require(read->token.key.wrapped.size() <= kWrappedKeyBytesMax);
  require(read->timestamp.id.empty() || is_simple_id(read->timestamp.id));
  if (!read->signature) return;
  require(read->signature->value.size() <= kSignatureBytesMax);
  require(read->signature->transforms.size() <= kTransformsMax);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_header(text);
  if (const auto timestamp = read_timestamp(text))
    require(timestamp->id.empty() || is_simple_id(timestamp->id));
  (void)read_utc(text);
  constexpr std::size_t kBytesMax = 64;
  if (const auto bytes = read_base64_text(text, kBytesMax)) {
    require(bytes->size() <= kBytesMax);
    const auto* const begin = reinterpret_cast<const std::uint8_t*>(bytes->data());
    require(read_base64_text(fb::wire::base64({begin, bytes->size()}), kBytesMax).value() ==
            *bytes);
  }
  return 0;
}
