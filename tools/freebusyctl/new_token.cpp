// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "tools/freebusyctl/new_token.hpp"

#include "gateway/identity/api_token.hpp"
#include "gateway/identity/digest.hpp"

namespace fb::freebusyctl {

NewToken make_token() {
  NewToken made;
  made.token = identity::new_api_token();
  const std::string digits = identity::hex_of(identity::sha256(made.token.reveal()));
  made.federation_line = "api_tokens = [\"" + digits + "\"]";
  return made;
}

}  // namespace fb::freebusyctl
