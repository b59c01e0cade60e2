// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// A page of /users/delta or /contacts/delta of Microsoft Graph: people of a directory, what was
// removed from it, and the link to go on with. As a client only.
//
// Beware: links come from the peer. Whoever follows one checks first that it leads to the same
// host, since the token goes with it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocols/model/result.hpp"

namespace fb::graph {

inline constexpr std::size_t kDirectoryPageObjectsMax = 2000;
inline constexpr std::size_t kDirectoryAddressesMax = 1000;  // of one object, in each list
inline constexpr std::size_t kDirectoryLinkBytesMax = 8 * 1024;

struct DirectoryObject {
  std::string id;
  bool removed = false;  // then nothing else is told
  std::string display_name{};
  std::string mail{};
  std::vector<std::string> proxy_addresses{};  // "SMTP:a@b.example"
  std::vector<std::string> other_mails{};
  std::string user_principal_name{};
  std::string user_type{};  // "Guest", "Member"
  std::optional<bool> shown_in_address_lists{};
};

struct DirectoryPage {
  std::vector<DirectoryObject> objects;
  std::string next_link{};   // the next page; exactly one of the two is there
  std::string delta_link{};  // what to ask next time
};

model::Result<DirectoryPage> decode_directory_page(std::string_view body);

}  // namespace fb::graph
