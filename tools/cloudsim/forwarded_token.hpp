// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// Protected forwarded tokens (PFT) as a service takes them: an organisation's token together with
// that of the application that forwards it. Read with code of the simulator's own. Stricter than
// services are said to be: the values are in quotes, and the tokens of one tenant. Tokens with a
// nonce in the header are not known here.
#pragma once

#include <string_view>
#include <vector>

#include "tools/cloudsim/access_token.hpp"

namespace fb::cloudsim {

// `authorization` is the whole value of the header, either
//   Bearer <token>
//   MSAuth1.0 actortoken="Bearer <token>", accesstoken="Bearer <token>", type="PFAT"
// with the three parameters in any order. What is accepted is the access token; both have to be
// good for the audience. Errors: unauthenticated, with the check that failed.
model::Result<AcceptedToken> accept_authorization(std::string_view authorization,
                                                  const std::vector<const Cloud*>& clouds,
                                                  std::string_view audience, const KeyRing& keys,
                                                  model::UtcTime now);

}  // namespace fb::cloudsim
