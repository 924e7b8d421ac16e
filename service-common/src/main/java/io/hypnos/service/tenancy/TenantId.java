package io.hypnos.service.tenancy;

/// The name of a tenant: 1 to 128 of `[A-Za-z0-9._-]`, and neither `.` nor `..`. So it can stand in a path, a label, a header and a metric
/// without being looked at again. There is no way to have one that was not checked.
public record TenantId(String value) implements Comparable<TenantId> {

    private static final int MAX_LENGTH = 128;

    /// The tenant of requests that name none.
    public static final TenantId DEFAULT = new TenantId("default-tenant");

    /// @throws InvalidTenantException for any other text
    public TenantId {
        String fault = fault(value);
        if (!fault.isEmpty()) {
            throw new InvalidTenantException(fault);
        }
    }

    public static boolean isValid(String value) {
        return fault(value).isEmpty();
    }

    private static String fault(String value) {
        if (value.isEmpty()) {
            return "tenant id is empty";
        }
        if (value.length() > MAX_LENGTH) {
            return "tenant id of " + value.length() + " characters is longer than " + MAX_LENGTH;
        }
        if (value.equals(".") || value.equals("..")) {
            return "tenant id \"" + value + "\" is not allowed";
        }
        for (int i = 0; i < value.length(); i++) {
            if (!isAllowed(value.charAt(i))) {
                return "tenant id has a character that is not one of [A-Za-z0-9._-] at position " + i;
            }
        }
        return "";
    }

    private static boolean isAllowed(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '_' || c == '-';
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
