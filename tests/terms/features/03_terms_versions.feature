Feature: A contract keeps the terms it was made under
  Terms, articles 3 (4), 3 (5) and 26.

  Background:
    Given the boutique of the examples

  Scenario Outline: the notice a change needs
    Given it is <announced> 10:00
    When new terms from 2027-01-01 are announced that are "<kind>"
    Then they are <outcome>

    Examples:
      | announced  | kind    | outcome                          |
      | 2026-12-25 | neutral | accepted                         |
      | 2026-12-26 | neutral | refused with "policy.notice"     |
      | 2026-12-02 | adverse | accepted                         |
      | 2026-12-03 | adverse | refused with "policy.notice"     |

  Scenario: a broken policy file changes nothing and is said aloud
    Given it is 2026-11-02 10:00
    When the mall sends a policy with an unknown rule
    Then the policy in force is the one before
    And the cashier is told "policy.rejected"

  Scenario: the receipt names the terms it was made under
    Given it is 2026-11-02 10:00
    When the cashier starts a sale
    And 1 x ARIA are added
    And the customer pays the rest in cash
    Then the receipt names the version of the terms
