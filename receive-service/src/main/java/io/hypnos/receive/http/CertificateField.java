package io.hypnos.receive.http;

import java.security.cert.X509Certificate;

import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/// The field of a client's certificate that names its tenant.
public enum CertificateField {
    ORGANIZATION("organization", "O"), ORGANIZATIONAL_UNIT("organizationalUnit", "OU"), COMMON_NAME("commonName", "CN");

    private final String text;
    private final String attribute;

    CertificateField(String text, String attribute) {
        this.text = text;
        this.attribute = attribute;
    }

    /// @throws IllegalArgumentException for any other name
    public static CertificateField parse(String text) {
        for (CertificateField field : values()) {
            if (field.text.equals(text)) {
                return field;
            }
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is not one of organization, organizationalUnit, commonName");
    }

    /// The first value of the field in the certificate's subject; empty when it has none.
    String in(X509Certificate certificate) {
        try {
            // Rdns are listed from the last to the first.
            for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns().reversed()) {
                if (rdn.getType().equalsIgnoreCase(attribute)) {
                    return String.valueOf(rdn.getValue());
                }
            }
            return "";
        } catch (InvalidNameException e) {
            return "";
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
