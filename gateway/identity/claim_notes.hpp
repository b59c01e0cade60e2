// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What a JSON web token says of itself, written down before anybody judges it, so that a refusal
// can be understood from the log. The claims that decide, and nothing else: no signature, no names
// of people, no nonce.
#pragma once

#include <string_view>

#include "gateway/identity/examination.hpp"
#include "protocols/oauth/oauth.hpp"

namespace fb::identity {

// Notes alg, kid, aud, iss, tid, azp, appid, oid, roles, scp, idtyp, ver and exp, each as far as it
// is there, under the prefix: with "actor.", "actor.aud". The end is written as a date.
void note_claims(Examination& examination, std::string_view prefix,
                 const oauth::CompactToken& token);

}  // namespace fb::identity
