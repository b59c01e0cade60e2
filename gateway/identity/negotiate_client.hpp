// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
//
// What the gateway says in an Authorization header to a server that wants Negotiate (RFC 4559):
// a SPNEGO token with a Kerberos ticket for that server, bought with the keys of an own principal.
//
// Each value serves for one request: a server may refuse the second use. The tickets behind it are
// kept in memory for as long as they last. Never falls back to NTLM.
//
// Beware: libkrb5 talks to the KDC by itself, on a thread of the pool, and its own time limits
// (krb5.conf) are the only ones there; the gateway's rules for addresses do not hold for it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "config/secret.hpp"
#include "gateway/async/offload_pool.hpp"
#include "protocols/model/result.hpp"

namespace fb::identity {

// The whole value, "Negotiate <base64>". `principal` is ours, with or without a realm, and has to
// be in the keytab; `service_principal` is "HTTP/host" or "HTTP/host@REALM".
//
// Errors: token_unavailable, with the rule "negotiate.keytab" (no such keys), "negotiate.ticket"
// (the KDC gives none, or nobody answers) or "negotiate.principal"; server_busy where the pool is
// full.
boost::asio::awaitable<model::Result<config::Secret>> negotiate_token(
    async::OffloadPool& pool, std::string keytab_file, std::string principal,
    std::string service_principal);

}  // namespace fb::identity
