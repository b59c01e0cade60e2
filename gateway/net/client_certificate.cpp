// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/client_certificate.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <memory>
#include <string_view>

#include "gateway/net/openssl_text.hpp"

namespace fb::net {
namespace {

using model::Error;
using model::ErrorKind;

constexpr std::string_view kSessionContext = "freebusy-gateway";

struct BioDeleter {
  void operator()(BIO* bio) const { BIO_free(bio); }
};

// Takes the place of OpenSSL's verdict: the chain is judged, and whatever comes out is kept with
// the connection. 1 lets the handshake go on.
int judge_and_go_on(X509_STORE_CTX* store, void*) {
  ERR_set_mark();
  const bool verified = X509_verify_cert(store) == 1;
  ERR_pop_to_mark();  // what is left there would be taken for the reason of a later failure
  if (!verified && X509_STORE_CTX_get_error(store) == X509_V_OK) {
    X509_STORE_CTX_set_error(store, X509_V_ERR_UNSPECIFIED);
  }
  return 1;
}

std::optional<model::UtcTime> time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  const std::chrono::year_month_day day(std::chrono::year(parts.tm_year + 1900),
                                        std::chrono::month(static_cast<unsigned>(parts.tm_mon + 1)),
                                        std::chrono::day(static_cast<unsigned>(parts.tm_mday)));
  return std::chrono::sys_days(day) + std::chrono::hours(parts.tm_hour) +
         std::chrono::minutes(parts.tm_min) + std::chrono::seconds(parts.tm_sec);
}

// A date that cannot be read leaves no time at which the certificate is valid.
std::pair<model::UtcTime, model::UtcTime> times_of(const X509* certificate) {
  const auto begins = time_of(X509_get0_notBefore(certificate));
  const auto ends = time_of(X509_get0_notAfter(certificate));
  if (!begins || !ends) return {model::UtcTime::max(), model::UtcTime::min()};
  return {*begins, *ends};
}

std::string subject_of(const X509* certificate) {
  const std::unique_ptr<BIO, BioDeleter> text(BIO_new(BIO_s_mem()));
  if (!text) return {};
  X509_NAME_print_ex(text.get(), X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253);
  std::string subject(ProvedCertificate::kSubjectBytesMax, '\0');
  const int count = BIO_read(text.get(), subject.data(), static_cast<int>(subject.size()));
  subject.resize(static_cast<std::size_t>(std::max(count, 0)));
  return subject;
}

Error failed(const std::string& what) {
  return Error::of(ErrorKind::internal, what + ": " + take_openssl_errors());
}

}  // namespace

std::optional<ProvedCertificate> ProvedCertificate::of(const ssl_st* ssl) {
  const X509* const own = SSL_is_init_finished(ssl) == 1 ? SSL_get0_peer_certificate(ssl) : nullptr;
  if (own == nullptr) return std::nullopt;
  ProvedCertificate proved;
  if (X509_digest(own, EVP_sha256(), proved.certificate_.sha256.data(), nullptr) != 1) {
    ERR_clear_error();
    return std::nullopt;
  }
  proved.certificate_.subject = subject_of(own);
  const auto [begins, ends] = times_of(own);
  proved.own_ = {begins, ends};
  const STACK_OF(X509)* const chain = SSL_get0_verified_chain(ssl);
  if (SSL_get_verify_result(ssl) == X509_V_OK && chain != nullptr) {
    Span span = proved.own_;
    for (int i = 0; i < sk_X509_num(chain); ++i) {
      const auto [from, until] = times_of(sk_X509_value(chain, i));
      span = {std::max(span.begins, from), std::min(span.ends, until)};
    }
    proved.chain_ = span;
  }
  ERR_clear_error();
  return proved;
}

PeerCertificate ProvedCertificate::at(model::UtcTime now) const {
  PeerCertificate certificate = certificate_;
  certificate.in_time = own_.holds(now);
  certificate.trusted = chain_ && chain_->holds(now);
  return certificate;
}

model::Status ask_for_client_certificates(ssl_ctx_st* context, const std::string& ca_file) {
  if (!ca_file.empty()) {
    if (SSL_CTX_load_verify_file(context, ca_file.c_str()) != 1) {
      return failed("client CA file " + ca_file);
    }
    STACK_OF(X509_NAME)* const names = SSL_load_client_CA_file(ca_file.c_str());
    if (names == nullptr) return failed("client CA file " + ca_file);
    SSL_CTX_set_client_CA_list(context, names);
  }
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_cert_verify_callback(context, judge_and_go_on, nullptr);
  SSL_CTX_set_verify_depth(context, kClientChainDepthMax);
  SSL_CTX_set_max_cert_list(context, kClientChainBytesMax);
  // Dates are compared when a request comes.
  X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context), X509_V_FLAG_NO_CHECK_TIME);

  SSL_CTX_set_options(context, SSL_OP_NO_TICKET);
  SSL_CTX_set_num_tickets(context, 0);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  const auto* const name = reinterpret_cast<const unsigned char*>(kSessionContext.data());
  if (SSL_CTX_set_session_id_context(context, name, kSessionContext.size()) != 1) {
    return failed("session context");
  }
  return {};
}

}  // namespace fb::net
