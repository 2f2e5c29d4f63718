Feature: The counter works whether or not the mall can be reached
  Terms, article 5; and what every boutique needs.

  Background:
    Given the boutique of the examples
    And it is 2026-11-02 10:00

  Scenario: sent twice is held once
    When the cashier starts a sale
    And 1 x ARIA are added
    And the customer pays the rest in cash
    And the mall's answer to the next push is lost
    And the till pushes again
    Then the mall holds every journal entry of this till once, in order

  Scenario: a gap or a broken chain is noticed
    When 3 sales of 1 x ARIA are made in cash
    And somebody changes the amount of the second sale in the till's database
    Then the till's own check finds the journal broken at the second sale
    And the mall refuses the push with "journal.broken"
