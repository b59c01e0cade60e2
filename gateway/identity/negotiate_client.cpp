// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/identity/negotiate_client.hpp"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "gateway/async/clock.hpp"
#include "gateway/identity/gss_handles.hpp"
#include "protocols/wire/base64.hpp"

namespace fb::identity {
namespace {

namespace asio = boost::asio;
using model::Error;
using model::ErrorKind;
using std::chrono::seconds;

// One for each Exchange server and own principal; beyond it they are all made anew.
constexpr std::size_t kTicketsKeptMax = 256;
// Tickets are renewed when a fifth of their life is left.
constexpr int kRenewedAfterFifths = 4;
// So long a KDC is left alone after it gave nothing: each try keeps a thread of the pool busy.
constexpr seconds kQuietAfterFailure{10};

struct Question {
  std::string keytab_file;
  std::string principal;
  std::string service_principal;
  auto operator<=>(const Question&) const = default;
};

// `words` are the library's, of our own realm and principals.
Error refused(std::string what, std::string_view words, std::string rule) {
  return Error::of(ErrorKind::token_unavailable, std::move(what).append(": ").append(words),
                   std::move(rule));
}

Error no_ticket(krb5_error_code code) {
  return refused("Kerberos gives no ticket", kerberos_words(code), "negotiate.ticket");
}

// libkrb5's objects of one call.
class KerberosCall {
 public:
  KerberosCall() = default;
  ~KerberosCall() {
    if (context == nullptr) return;
    if (options != nullptr) krb5_get_init_creds_opt_free(context, options);
    if (has_tickets) krb5_free_cred_contents(context, &tickets);
    if (keytab != nullptr) krb5_kt_close(context, keytab);
    krb5_free_principal(context, principal);
    krb5_free_context(context);
  }
  KerberosCall(const KerberosCall&) = delete;
  KerberosCall& operator=(const KerberosCall&) = delete;

  krb5_context context = nullptr;
  krb5_principal principal = nullptr;
  krb5_keytab keytab = nullptr;
  krb5_get_init_creds_opt* options = nullptr;
  krb5_creds tickets{};
  bool has_tickets = false;
};

// A credential cache in memory, gone with this object.
class MemoryCache {
 public:
  // Of the tickets that the call has.
  static model::Result<std::shared_ptr<const MemoryCache>> of(KerberosCall& call) {
    krb5_ccache cache = nullptr;
    if (const auto code = krb5_cc_new_unique(call.context, "MEMORY", nullptr, &cache)) {
      return no_ticket(code);
    }
    auto code = krb5_cc_initialize(call.context, cache, call.tickets.client);
    if (code == 0) code = krb5_cc_store_cred(call.context, cache, &call.tickets);
    char* name = nullptr;
    if (code == 0) code = krb5_cc_get_full_name(call.context, cache, &name);
    if (code != 0) {
      krb5_cc_destroy(call.context, cache);
      return no_ticket(code);
    }
    std::shared_ptr<const MemoryCache> kept(new MemoryCache(name));
    krb5_free_string(call.context, name);
    krb5_cc_close(call.context, cache);  // what is in it stays
    return kept;
  }
  ~MemoryCache() {
    krb5_context context = nullptr;
    if (krb5_init_context(&context) != 0) return;
    krb5_ccache cache = nullptr;
    if (krb5_cc_resolve(context, name_.c_str(), &cache) == 0) krb5_cc_destroy(context, cache);
    krb5_free_context(context);
  }
  MemoryCache(const MemoryCache&) = delete;
  MemoryCache& operator=(const MemoryCache&) = delete;

  const std::string& name() const { return name_; }

 private:
  explicit MemoryCache(std::string name) : name_(std::move(name)) {}
  const std::string name_;
};

struct InitialTickets {
  std::shared_ptr<const MemoryCache> cache;
  async::SteadyTime renew_at;
};

// Asks the KDC.
model::Result<InitialTickets> initial_tickets(const Question& question, async::SteadyTime now) {
  KerberosCall call;
  if (const auto code = krb5_init_context(&call.context)) return no_ticket(code);
  if (const auto code =
          krb5_parse_name(call.context, question.principal.c_str(), &call.principal)) {
    return refused("our Kerberos principal is not valid", kerberos_words(code),
                   "negotiate.principal");
  }
  const std::string keytab = "FILE:" + question.keytab_file;
  auto code = krb5_kt_resolve(call.context, keytab.c_str(), &call.keytab);
  if (code == 0) code = krb5_kt_have_content(call.context, call.keytab);
  if (code != 0)
    return refused("the keytab cannot be used", kerberos_words(code), "negotiate.keytab");
  code = krb5_get_init_creds_opt_alloc(call.context, &call.options);
  if (code != 0) return no_ticket(code);
  krb5_get_init_creds_opt_set_forwardable(call.options, 0);
  krb5_get_init_creds_opt_set_proxiable(call.options, 0);
  code = krb5_get_init_creds_keytab(call.context, &call.tickets, call.principal, call.keytab, 0,
                                    nullptr, call.options);
  if (code == KRB5_KT_NOTFOUND) {
    return refused("the keytab has no key of our principal", kerberos_words(code),
                   "negotiate.keytab");
  }
  if (code != 0) return no_ticket(code);
  call.has_tickets = true;
  const seconds life(call.tickets.times.endtime - call.tickets.times.authtime);
  auto cache = MemoryCache::of(call);
  if (!cache) return cache.error();
  return InitialTickets{std::move(*cache), now + life * kRenewedAfterFifths / 5};
}

// Asks the KDC where the cache has no ticket for the service yet.
model::Result<config::Secret> token_from(const MemoryCache& cache,
                                         const std::string& service_principal) {
  GssMechanisms mechanisms;
  gss_key_value_element_desc element{"ccache", cache.name().c_str()};
  const gss_key_value_set_desc store{1, &element};
  GssCredential own;
  OM_uint32 minor = 0;
  OM_uint32 major = gss_acquire_cred_from(&minor, GSS_C_NO_NAME, GSS_C_INDEFINITE, &mechanisms.both,
                                          GSS_C_INITIATE, &store, own.out(), nullptr, nullptr);
  if (!GSS_ERROR(major)) major = gss_set_neg_mechs(&minor, own.get(), &mechanisms.kerberos);
  if (GSS_ERROR(major)) {
    return refused("our ticket cannot be used", gss_words(minor), "negotiate.ticket");
  }
  // With an empty realm the KDC tells which one the service is in; DNS has no say.
  std::string name = service_principal;
  if (name.find('@') == std::string::npos) name += '@';
  gss_buffer_desc name_text = gss_view(name);
  gss_OID_desc name_form = *GSS_KRB5_NT_PRINCIPAL_NAME;
  GssName service;
  major = gss_import_name(&minor, &name_text, &name_form, service.out());
  if (GSS_ERROR(major)) {
    return refused("the service's principal is not valid", gss_words(minor), "negotiate.principal");
  }
  GssContext context;
  GssBuffer token;
  major = gss_init_sec_context(&minor, own.get(), context.out(), service.get(), mechanisms.spnego,
                               GSS_C_MUTUAL_FLAG | GSS_C_REPLAY_FLAG, 0, GSS_C_NO_CHANNEL_BINDINGS,
                               GSS_C_NO_BUFFER, nullptr, token.out(), nullptr, nullptr);
  if (GSS_ERROR(major) || token.view().empty()) {
    return refused("Kerberos gives no ticket for the service", gss_words(minor),
                   "negotiate.ticket");
  }
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(token.view().data());
  std::string encoded = wire::base64({bytes, token.view().size()});
  std::string value;
  value.reserve(sizeof "Negotiate " + encoded.size());  // never moved
  value.append("Negotiate ").append(encoded);
  config::wipe(encoded);
  return config::Secret(std::move(value));
}

// The tickets of one own principal for one service. One thread at a time asks the KDC; the others
// wait for what it gets.
class KeptTickets {
 public:
  model::Result<config::Secret> token_for(const Question& question) {
    const std::lock_guard lock(mutex_);
    const async::SteadyTime now = async::real_clock().now();
    if (failure_ && now < quiet_until_) return *failure_;
    failure_.reset();
    if (!tickets_ || now >= tickets_->renew_at) {
      auto fresh = initial_tickets(question, now);
      if (!fresh) return failed(fresh.error());
      tickets_ = std::move(*fresh);
    }
    auto token = token_from(*tickets_->cache, question.service_principal);
    if (!token) return failed(token.error());
    return token;
  }

 private:
  // What was kept may be why.
  Error failed(Error error) {
    tickets_.reset();
    failure_ = error;
    quiet_until_ = async::real_clock().now() + kQuietAfterFailure;
    return error;
  }

  std::mutex mutex_;
  std::optional<InitialTickets> tickets_;
  std::optional<Error> failure_;
  async::SteadyTime quiet_until_{};
};

std::shared_ptr<KeptTickets> tickets_of(const Question& question) {
  static std::mutex mutex;
  static std::map<Question, std::shared_ptr<KeptTickets>> kept;
  const std::lock_guard lock(mutex);
  if (kept.size() >= kTicketsKeptMax && !kept.contains(question)) kept.clear();
  std::shared_ptr<KeptTickets>& place = kept[question];
  if (!place) place = std::make_shared<KeptTickets>();
  return place;
}

struct Job {
  Question question;
  std::optional<model::Result<config::Secret>> outcome;
};

}  // namespace

asio::awaitable<model::Result<config::Secret>> negotiate_token(async::OffloadPool& pool,
                                                               std::string keytab_file,
                                                               std::string principal,
                                                               std::string service_principal) {
  const auto job = std::make_shared<Job>();
  job->question.keytab_file = std::move(keytab_file);
  job->question.principal = std::move(principal);
  job->question.service_principal = std::move(service_principal);
  std::function<void()> work = [job] {
    job->outcome.emplace(tickets_of(job->question)->token_for(job->question));
  };
  const model::Status done = co_await pool.run(std::move(work));
  if (!done) co_return done.error();
  co_return std::move(*job->outcome);
}

}  // namespace fb::identity
