// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include <cstdint>
#include <cstdlib>

#include "protocols/wstrust/assertion.hpp"

namespace {

using namespace fb::wstrust;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = read_assertion(text);
  if (!read) {
    require(read.error().rule().starts_with("saml.") && !read.error().detail().empty());
    return 0;
  }
  require(is_simple_id(read->id) && is_unique_id(read->shape, read->id));
  require(!read->issuer.empty() && read->issuer.size() <= kValueBytesMax);
  require(read->shape.elements <= kAssertionElementsMax);
  require(read->audiences.size() <= kAudiencesPerAssertionMax);
  require(read->attributes.size() <= kAttributesPerAssertionMax);
  for (const Attribute& attribute : read->attributes) {
    require(attribute.values.size() <= kAttributeValuesMax);
    const Attribute* const found = read->attribute(attribute.name);
    require(found == nullptr || found == &attribute);
  }
  const bool has_key = !std::holds_alternative<std::monostate>(read->proof_key);
  require(has_key == (read->confirmation == Confirmation::holder_of_key));
  return 0;
}
