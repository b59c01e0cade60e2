// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The freebusy-gateway authors
#include "gateway/net/tls_channel.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <new>

#include "gateway/net/openssl_text.hpp"

namespace fb::net {
namespace {

// OpenSSL's own socket BIO writes without MSG_NOSIGNAL: a peer that has gone away would end the
// process with SIGPIPE.
int descriptor_of(BIO* bio) {
  return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

bool is_not_ready(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

int read_socket(BIO* bio, char* into, int length) {
  BIO_clear_retry_flags(bio);
  const ssize_t count = ::recv(descriptor_of(bio), into, static_cast<std::size_t>(length), 0);
  if (count < 0 && is_not_ready(errno)) BIO_set_retry_read(bio);
  if (count == 0) BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
  return static_cast<int>(count);
}

int write_socket(BIO* bio, const char* bytes, int length) {
  BIO_clear_retry_flags(bio);
  const ssize_t count =
      ::send(descriptor_of(bio), bytes, static_cast<std::size_t>(length), MSG_NOSIGNAL);
  if (count < 0 && is_not_ready(errno)) BIO_set_retry_write(bio);
  return static_cast<int>(count);
}

long control_socket(BIO* bio, int command, long, void*) {
  if (command == BIO_CTRL_FLUSH) return 1;
  if (command == BIO_CTRL_EOF) return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0 ? 1 : 0;
  return 0;
}

BIO_METHOD* make_socket_method() {
  BIO_METHOD* method =
      BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket without signals");
  if (method == nullptr) throw std::bad_alloc();
  BIO_meth_set_read(method, read_socket);
  BIO_meth_set_write(method, write_socket);
  BIO_meth_set_ctrl(method, control_socket);
  return method;
}

BIO* new_socket_bio(int descriptor) {
  static BIO_METHOD* const method = make_socket_method();  // lives as long as the program
  BIO* bio = BIO_new(method);
  if (bio == nullptr) throw std::bad_alloc();
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(descriptor)));
  BIO_set_init(bio, 1);
  return bio;
}

// What an earlier call left behind would otherwise be taken for the reason of the next failure.
void forget_errors() {
  ERR_clear_error();
  errno = 0;
}

}  // namespace

TlsChannel::TlsChannel(ssl_ctx_st* context, int descriptor) : ssl_(SSL_new(context)) {
  if (ssl_ == nullptr) throw std::bad_alloc();
  BIO* bio = new_socket_bio(descriptor);
  SSL_set_bio(ssl_, bio, bio);
}

TlsChannel::TlsChannel(const ServerTlsContext& context, int descriptor)
    : TlsChannel(context.native(), descriptor) {
  SSL_set_accept_state(ssl_);
}

TlsChannel::TlsChannel(const ClientTlsContext& context, int descriptor, const TlsName& peer)
    : TlsChannel(context.native(), descriptor) {
  SSL_set_connect_state(ssl_);
  SSL_set_hostflags(ssl_, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  bool expected = false;
  if (peer.is_address) {
    expected = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_), peer.host.c_str()) == 1;
  } else {
    // The macro for this hides a C cast; the name is only read.
    char* const name = const_cast<char*>(peer.host.c_str());
    expected = SSL_set1_host(ssl_, name) == 1 &&
               SSL_ctrl(ssl_, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name) == 1;
  }
  // Going on without a name would trust any certificate of any trusted authority.
  if (!expected) throw std::bad_alloc();
}

TlsChannel::~TlsChannel() { SSL_free(ssl_); }

TlsStep TlsChannel::handshake() {
  forget_errors();
  const int outcome = SSL_do_handshake(ssl_);
  return outcome == 1 ? TlsStep::done : explain(outcome);
}

TlsStep TlsChannel::read(std::span<char> into, std::size_t& count) {
  forget_errors();
  const int outcome = SSL_read_ex(ssl_, into.data(), into.size(), &count);
  return outcome == 1 ? TlsStep::done : explain(outcome);
}

TlsStep TlsChannel::write(std::string_view bytes, std::size_t& count) {
  forget_errors();
  const int outcome = SSL_write_ex(ssl_, bytes.data(), bytes.size(), &count);
  return outcome == 1 ? TlsStep::done : explain(outcome);
}

void TlsChannel::say_goodbye() {
  if (broken_ || SSL_is_init_finished(ssl_) == 0) return;
  ERR_clear_error();
  SSL_shutdown(ssl_);
  ERR_clear_error();
}

bool TlsChannel::has_buffered_input() const { return SSL_has_pending(ssl_) == 1; }

TlsStep TlsChannel::explain(int outcome) {
  const int system_error = errno;
  switch (SSL_get_error(ssl_, outcome)) {
    case SSL_ERROR_WANT_READ:
      return TlsStep::want_read;
    case SSL_ERROR_WANT_WRITE:
      return TlsStep::want_write;
    case SSL_ERROR_ZERO_RETURN:
      reason_ = "closed by the other side";
      ended_cleanly_ = true;
      return TlsStep::closed;
    case SSL_ERROR_SYSCALL:
      broken_ = true;
      reason_ = system_error != 0 ? std::strerror(system_error) : "cut off by the other side";
      return TlsStep::closed;
    default:
      break;
  }
  broken_ = true;
  const int code = ERR_GET_REASON(ERR_peek_error());
  plain_http_ = code == SSL_R_HTTP_REQUEST;
  reason_ = take_openssl_errors();
  const long verified = SSL_get_verify_result(ssl_);
  if (verified != X509_V_OK) {
    reason_ += ": ";
    reason_ += X509_verify_cert_error_string(verified);
  }
  return code == SSL_R_UNEXPECTED_EOF_WHILE_READING ? TlsStep::closed : TlsStep::broken;
}

}  // namespace fb::net
