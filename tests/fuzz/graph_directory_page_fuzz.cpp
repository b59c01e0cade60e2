// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A page of a directory from Graph. What is taken is within the limits, every object has an id, and
// exactly one link leads on.
#include <cstdint>
#include <cstdlib>

#include "protocols/graph/directory_page.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto page = fb::graph::decode_directory_page(text);
  if (!page) return 0;
  if (page->objects.size() > fb::graph::kDirectoryPageObjectsMax) std::abort();
  if (page->next_link.empty() == page->delta_link.empty()) std::abort();
  for (const fb::graph::DirectoryObject& object : page->objects) {
    if (object.id.empty()) std::abort();
    if (object.removed && !object.mail.empty()) std::abort();
    if (object.proxy_addresses.size() > fb::graph::kDirectoryAddressesMax) std::abort();
  }
  return 0;
}
