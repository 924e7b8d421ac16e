package io.hypnos.objstore.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

import io.hypnos.objstore.BucketRefusedException;

/// Certificates and private keys in PEM files.
final class PemFiles {

    private static final String KEY_START = "-----BEGIN PRIVATE KEY-----";
    private static final String KEY_END = "-----END PRIVATE KEY-----";
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private PemFiles() {}

    static Collection<? extends Certificate> certificates(Path file) throws IOException {
        try {
            var certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
            if (certificates.isEmpty()) {
                throw new BucketRefusedException(file + " holds no certificate");
            }
            return certificates;
        } catch (GeneralSecurityException e) {
            throw new BucketRefusedException(file + " holds no readable certificate: " + e.getMessage(), e);
        }
    }

    /// The private key of a PKCS #8 file.
    static PrivateKey privateKey(Path file) throws IOException {
        String text = Files.readString(file, US_ASCII);
        int start = text.indexOf(KEY_START);
        int end = text.indexOf(KEY_END);
        if (start < 0 || end < start) {
            throw new BucketRefusedException(file + " is not an unencrypted PKCS #8 key; convert it with"
                    + " openssl pkcs8 -topk8 -nocrypt -in " + file.getFileName());
        }
        var key = new PKCS8EncodedKeySpec(
                Base64.getMimeDecoder().decode(text.substring(start + KEY_START.length(), end)));
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(key);
            } catch (GeneralSecurityException e) {
                // The file does not say whose key it is; the next algorithm may know it.
            }
        }
        throw new BucketRefusedException(file + " holds a key of an unknown algorithm; known: " + KEY_ALGORITHMS);
    }
}
