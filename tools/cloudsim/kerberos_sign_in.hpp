// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What an Exchange server makes of a Negotiate token: Kerberos with the keys of a keytab. Whoever
// has a ticket is in, as every user of a domain is. The library's own replay cache refuses a token
// that was used before; where that is kept, KRB5RCACHEDIR says.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace fb::cloudsim {

struct KerberosCaller {
  std::string principal;
  std::string answer;  // of WWW-Authenticate
};

// `authorization`: the whole value of the header. Nothing where it proves nobody.
std::optional<KerberosCaller> kerberos_sign_in(const std::string& keytab_file,
                                               std::string_view authorization);

}  // namespace fb::cloudsim
