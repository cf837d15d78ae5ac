package dev.postern.provision.driver;

/** What is asked of every driver. */
public enum Question {
    FORMS("Which connection strings are read"),
    DEFAULT_MODE("sslmode when none is said"),
    MODES("What each sslmode means"),
    ROOTS("Where root certificates come from"),
    CLIENT_FILES("Client certificate and key"),
    KEY_MODES("Key files that are refused for their mode"),
    KEY_FORMATS("Formats of keys"),
    COMMON_NAME("A server certificate with a CN and no SAN"),
    CHANNEL_BINDING("Channel binding"),
    SCRAM("SCRAM"),
    KEY_VALUE_PASSWORD("A password in key=value"),
    URI_PASSWORD("A password in a URI"),
    PASSWORD_FILE("Password file"),
    SERVICE_FILE("Service file"),
    ENVIRONMENT("Environment variables"),
    HOSTS("Several hosts, target_session_attrs"),
    UNKNOWN("Unknown keywords"),
    NEGOTIATION("sslnegotiation, GSS"),
    POOLING("Prepared statements behind transaction pooling"),
    REREADING("When changed certificate files are read");

    private final String title;

    Question(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
