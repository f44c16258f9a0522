package io.polyport.standalone.trade;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;

/**
 * A document.
 *
 * @param head its own properties without the standard ones
 * @param sections rows by name of the section
 */
record Paper(
        Ref self,
        LocalDateTime date,
        boolean posted,
        Map<String, Object> head,
        Map<String, List<Map<String, Object>>> sections) {}
